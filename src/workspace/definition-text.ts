/** What the text of a document with one CRD says without being read. */
export interface DefinitionText {
  /** The group that it defines a kind of. */
  readonly group: string;
  /** Its own name; undefined where several might be it. */
  readonly name: string | undefined;
}

/** How a document with one CRD begins in JSON, and what lines it has in YAML, as everybody writes them. */
const JSON_DEFINITION = /^\s*\{\s*"apiVersion"\s*:\s*"apiextensions\.k8s\.io\/[^"]*"\s*,\s*"kind"\s*:\s*"CustomResourceDefinition"/;
const API_VERSION = /^apiVersion:[ \t]*["']?apiextensions\.k8s\.io\//m;
const DEFINITION = /^kind:[ \t]*["']?CustomResourceDefinition["']?[ \t\r]*$/m;
const GROUP = /\bgroup["']?[ \t]*:[ \t]*["']?([a-z0-9.-]+)/g;
const NAME = /\bname["']?[ \t]*:[ \t]*["']?([a-z0-9-]+\.[a-z0-9.-]+)/g;

/** Undefined where a document may be something else than a CRD. Far faster than reading it: what the text calls a group and has as the end of a name is one. */
export function definitionText(text: string): DefinitionText | undefined {
  if (!JSON_DEFINITION.test(text) && !(DEFINITION.test(text) && API_VERSION.test(text))) return undefined;
  const names = all(text, NAME);
  const groups = new Set([...names].map(groupOfName));
  const [group, ...others] = [...all(text, GROUP)].filter((each) => groups.has(each));
  if (group === undefined || others.length > 0) return undefined;
  const [name, ...more] = [...names].filter((each) => groupOfName(each) === group);
  return { group, name: more.length === 0 ? name : undefined };
}

const all = (text: string, pattern: RegExp): Set<string> => new Set([...text.matchAll(pattern)].map(([, found = '']) => found));

const groupOfName = (name: string): string => name.slice(name.indexOf('.') + 1);
