import { isSince, RELEASES, type Release } from '../release.ts';
import type { CheckEnvironment } from './check.ts';
import type { FunctionDeclaration, Library } from './declarations.ts';
import { AUTHORIZATION, SELECTORS } from './library/authorizer.ts';
import { TWO_VARIABLES } from './library/comprehensions.ts';
import { NAMED_FORMATS } from './library/formats.ts';
import { EARLIER_LISTS, INCLUDES, KUBERNETES_LISTS, LISTS, SETS } from './library/lists.ts';
import { CIDRS, IPS } from './library/network.ts';
import { OPTIONAL } from './library/optional.ts';
import { QUANTITIES } from './library/quantity.ts';
import { REGEX } from './library/regex.ts';
import { SEMVERS } from './library/semver.ts';
import { STANDARD } from './library/standard.ts';
import { STRINGS } from './library/strings.ts';
import { URLS } from './library/url.ts';
import type { Macro } from './macros.ts';
import { WELL_KNOWN_MESSAGES } from './messages.ts';
import { NO_TYPES, type TypeProvider } from './type-provider.ts';
import { runtimeNameOf, type CelType } from './types.ts';

/**
 * For whom an expression is compiled: expressions that are stored already may use all that the server knows; new ones only what the release before knows,
 * too, so that it can be gone back to.
 */
export type ExpressionMode = 'new' | 'stored';

/** What an expression may use. */
export interface Environment extends CheckEnvironment {
  readonly macros: readonly Macro[];
  /** Whether names may stand in backticks. */
  readonly escapesNames: boolean;
  /** Whether literals are checked beyond their types: elements of one type, durations, timestamps, patterns, formats. */
  readonly validatesLiterals: boolean;
}

/** Kubernetes' libraries in the order in which the server adds them. `since` is what releases have them from; absent for all known ones. */
const LIBRARIES: readonly { readonly library: Library; readonly since?: Release }[] = [
  { library: STANDARD },
  { library: URLS },
  { library: REGEX },
  { library: KUBERNETES_LISTS },
  { library: AUTHORIZATION },
  { library: OPTIONAL },
  { library: QUANTITIES },
  { library: STRINGS },
  { library: SETS },
  { library: IPS },
  { library: CIDRS },
  { library: NAMED_FORMATS },
  { library: SELECTORS },
  { library: TWO_VARIABLES },
  { library: SEMVERS },
  { library: LISTS, since: '1.34' },
  { library: INCLUDES, since: '1.37' },
];

/** The release whose libraries expressions of this mode have; undefined stands for one before all known. */
function libraryRelease(release: Release, mode: ExpressionMode): Release | undefined {
  return mode === 'stored' ? release : RELEASES[RELEASES.indexOf(release) - 1];
}

const bases = new Map<string, Environment>();

/** Kubernetes' environment of a release, without variables. */
export function baseEnvironment(release: Release, mode: ExpressionMode): Environment {
  const key = `${release} ${mode}`;
  const known = bases.get(key);
  if (known) return known;
  const compatible = libraryRelease(release, mode);
  const libraries = LIBRARIES.filter(({ since }) => since === undefined || (compatible !== undefined && isSince(compatible, since)));
  const made = environmentOf(libraries.map(({ library }) => (library === LISTS && !isSince(release, '1.37') ? EARLIER_LISTS : library)), { escapesNames: isSince(release, '1.37') }); // prettier-ignore
  bases.set(key, made);
  return made;
}

/** An environment of these libraries. */
export function environmentOf(
  libraries: readonly Library[],
  { escapesNames = true, validatesLiterals = true, container = '' } = {},
): Environment {
  const functions = new Map<string, FunctionDeclaration>();
  const types = new Map<string, CelType>();
  for (const library of libraries) addLibrary(library, functions, types);
  const macros = libraries.flatMap((library) => library.macros ?? []);
  return {
    variables: new Map(),
    functions,
    types,
    provider: NO_TYPES,
    messages: WELL_KNOWN_MESSAGES,
    container,
    macros,
    escapesNames,
    validatesLiterals,
  };
}

function addLibrary(library: Library, functions: Map<string, FunctionDeclaration>, types: Map<string, CelType>): void {
  for (const added of library.functions) {
    const { name, overloads, run } = added;
    const known = functions.get(name);
    const implementation = run ?? known?.run;
    functions.set(
      name,
      known ? { name, overloads: [...known.overloads, ...overloads], ...(implementation ? { run: implementation } : {}) } : added,
    );
  }
  for (const type of library.types ?? []) types.set(runtimeNameOf(type), type);
}

/** The environment with variables, types of objects and further libraries. */
export function extendEnvironment(
  base: Environment,
  { variables = {}, provider, libraries = [] }: { readonly variables?: Readonly<Record<string, CelType>>; readonly provider?: TypeProvider; readonly libraries?: readonly Library[] },
): Environment {
  const functions = libraries.length === 0 ? base.functions : new Map(base.functions);
  const types = libraries.length === 0 ? base.types : new Map(base.types);
  for (const library of libraries) if (functions instanceof Map && types instanceof Map) addLibrary(library, functions, types);
  return {
    ...base,
    functions,
    types,
    macros: libraries.length === 0 ? base.macros : [...base.macros, ...libraries.flatMap(({ macros }) => macros ?? [])],
    variables: new Map([...base.variables, ...Object.entries(variables)]),
    provider: provider ?? base.provider,
  };
} // prettier-ignore
