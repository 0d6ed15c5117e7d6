import type { AdmissionConfiguration } from '../admission/configuration.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { compareDiagnostics } from '../diagnostic/severity.ts';
import { child, index, root, type FieldPath } from '../model/field-path.ts';
import { goQuote } from '../model/go-text.ts';
import { isObject, type Json } from '../model/json.ts';
import { hasApi } from '../schema/enable-apis.ts';
import { loadSchemas } from '../schema/load.ts';
import { parseRelease, RELEASES, type Release } from '../schema/release.ts';
import { closest } from '../text/closest.ts';
import { readDocuments } from '../yaml/read-documents.ts';
import { readAdmissionSettings } from './admission-settings.ts';
import { diagnosticsOf } from './located.ts';
import type { SourceFile } from './source-file.ts';

export type { AdmissionConfiguration };

export const RULE_SETTINGS = ['off', 'hint', 'info', 'warning', 'error'] as const;
export type RuleSetting = (typeof RULE_SETTINGS)[number];

const FAIL_ON = ['error', 'warning', 'info', 'never'] as const;

/** What `drydock.yaml` says. Everything is optional. */
export interface Config {
  readonly kubernetesVersion?: Release;
  /** Group versions, off by default, that the API server serves. */
  readonly enableApis?: readonly string[];
  /** Who sends requests, and the groups of that user. */
  readonly as?: string;
  readonly asGroups?: readonly string[];
  readonly failOn?: (typeof FAIL_ON)[number];
  /** What to look at when the command line names nothing; relative to the file. */
  readonly paths?: readonly string[];
  /** Globs of files to leave out of directories and globs; relative to the file. */
  readonly ignore?: readonly string[];
  /** Files, directories and globs with the CRDs of custom resources; relative to the file. */
  readonly crds?: readonly string[];
  /** A KubeSchedulerConfiguration file; relative to the file. */
  readonly schedulerConfig?: string;
  /** Severity, or `off`, by lint rule id or diagnostic code. */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  /** Which admission plugins the API server has on, and how. */
  readonly admission?: AdmissionConfiguration;
}

interface ConfigProblem {
  readonly path: FieldPath;
  readonly message: string;
  readonly note?: string;
  readonly onKey?: true;
}

/** Reads a configuration. What is wrong with it becomes findings; the rest still counts. Names of rules are checked against `ruleIds` when they are given. */
export function parseConfig(
  file: SourceFile,
  ruleIds?: ReadonlySet<string>,
): { readonly config: Config; readonly problems: readonly Diagnostic[] } {
  const [document] = readDocuments(file.source, file.text);
  if (!document) return { config: {}, problems: [] };
  const error = document.error ?? document.strictError;
  const problems: ConfigProblem[] = error === undefined ? [] : [{ path: root, message: `the configuration cannot be read: ${error}` }];
  const config = document.value && error === undefined ? readConfig(document.value, problems) : {};
  if (ruleIds) problems.push(...unknownRules(config, ruleIds));
  return {
    config,
    problems: diagnosticsOf(
      file,
      document,
      problems.map((problem) => ({ code: 'input/config', severity: 'error', ...problem })),
    ).sort(compareDiagnostics),
  };
}

/** Names with a slash are codes of other judges, unless they begin with `lint/`. */
function unknownRules({ rules = {} }: Config, ruleIds: ReadonlySet<string>): ConfigProblem[] {
  return Object.keys(rules).flatMap((name): ConfigProblem[] => {
    const id = name.replace(/^lint\//, '');
    if (ruleIds.has(id) || id.includes('/')) return [];
    const near = closest(id, ruleIds);
    const note = near === undefined ? {} : { note: `Did you mean ${goQuote(near)}?` };
    return [{ path: child(root, 'rules', name), message: `there is no rule ${goQuote(name)}`, ...note, onKey: true }];
  });
}

/** One reader for each setting: undefined and a problem for a value it cannot use. */
const READERS: { readonly [K in SettingName]: (value: Json, at: FieldPath, problems: ConfigProblem[]) => Partial<Config> } = {
  'kubernetes-version': (value, at, problems) => {
    const release = parseRelease(String(value));
    return release
      ? { kubernetesVersion: release }
      : refuse(problems, at, `unknown Kubernetes version ${shown(value)}`, `Known are ${RELEASES.join(', ')}.`);
  },
  'fail-on': (value, at, problems) => {
    const failOn = FAIL_ON.find((each) => each === value);
    return failOn ? { failOn } : refuse(problems, at, `fail-on is one of ${FAIL_ON.join(', ')}, not ${shown(value)}`);
  },
  'enable-api': (value, at, problems) => {
    const apis = texts(value, at, problems);
    for (const [i, api] of apis.entries()) {
      if (!RELEASES.some((release) => hasApi(loadSchemas(release), api)))
        refuse(problems, Array.isArray(value) ? index(at, i) : at, `there is no API ${goQuote(api)}`, 'APIs are named GROUP/VERSION.');
    }
    return { enableApis: apis };
  },
  as: (value, at, problems) =>
    typeof value === 'string' && value !== '' ? { as: value } : refuse(problems, at, 'as is the name of a user'),
  'as-group': (value, at, problems) => ({ asGroups: texts(value, at, problems) }),
  paths: (value, at, problems) => ({ paths: texts(value, at, problems) }),
  ignore: (value, at, problems) => ({ ignore: texts(value, at, problems) }),
  crds: (value, at, problems) => ({ crds: texts(value, at, problems) }),
  'scheduler-config': (value, at, problems) =>
    typeof value === 'string' && value !== ''
      ? { schedulerConfig: value }
      : refuse(problems, at, 'scheduler-config is the path of a KubeSchedulerConfiguration file'),
  rules: (value, at, problems) => {
    if (!isObject(value)) return refuse(problems, at, 'rules maps a rule to off, hint, info, warning or error');
    const rules: Record<string, RuleSetting> = {};
    for (const [name, setting] of Object.entries(value)) {
      const known = setting === false ? 'off' : RULE_SETTINGS.find((each) => each === setting);
      if (known) rules[name] = known;
      else
        refuse(problems, child(at, name), `the severity of ${name} is one of ${RULE_SETTINGS.join(', ')}, not ${shown(setting ?? null)}`);
    }
    return { rules };
  },
  admission: (value, at, problems) => ({
    admission: readAdmissionSettings(value, at, (path, message, note) => refuse(problems, path, message, note)),
  }),
};
const SETTINGS = [
  'kubernetes-version',
  'enable-api',
  'fail-on',
  'as',
  'as-group',
  'paths',
  'ignore',
  'crds',
  'scheduler-config',
  'rules',
  'admission',
] as const;
type SettingName = (typeof SETTINGS)[number];

function readConfig(value: { readonly [name: string]: Json | undefined }, problems: ConfigProblem[]): Config {
  let config: Config = {};
  for (const [name, setting] of Object.entries(value)) {
    const known = SETTINGS.find((each) => each === name);
    const near = closest(name, SETTINGS);
    if (known && setting !== undefined && setting !== null) config = { ...config, ...READERS[known](setting, child(root, name), problems) };
    else if (!known)
      problems.push({
        path: child(root, name),
        message: `unknown setting ${goQuote(name)}`,
        note: near ? `Did you mean ${goQuote(near)}?` : `Settings are ${SETTINGS.join(', ')}.`,
        onKey: true,
      });
  }
  return config;
}

function texts(value: Json, at: FieldPath, problems: ConfigProblem[]): string[] {
  const items: readonly Json[] = Array.isArray(value) ? value : [value];
  return items.flatMap((item, i) => {
    if (typeof item === 'string') return [item];
    refuse(problems, Array.isArray(value) ? index(at, i) : at, `${shown(item)} is no text`);
    return [];
  });
}

function refuse(problems: ConfigProblem[], path: FieldPath, message: string, note?: string): Partial<Config> {
  problems.push({ path, message, ...(note !== undefined && { note }) });
  return {};
}

const shown = (value: Json): string => (typeof value === 'string' ? goQuote(value) : String(value));
