import { isObject, stringify, type JsonObject } from '../../src/model/json.ts';

/** The parts of a preview that are compared. */
export interface ComparableStep {
  readonly file: string;
  readonly settled: boolean;
  readonly verdicts: readonly object[];
  readonly objects: readonly object[];
}

/**
 * Differences between two previews, one text each; empty when they tell the same story. What chance decides is levelled: uids, versions, times, the random
 * end of names, addresses, the order of conditions and endpoints, which of several like nodes a pod is on (how many are on each still counts, as long as none of its
 * siblings went: which of several like pods goes is chance), and in how many strides generations of dependents were counted up.
 */
export function comparePreviews(expected: readonly ComparableStep[], actual: readonly ComparableStep[]): string[] {
  const differences = compareText('steps', expected.map(({ file }) => file).join(), actual.map(({ file }) => file).join());
  expected.forEach((step, i) => {
    const other = actual[i];
    if (!other) return;
    const [x, y] = [level(step, expected[i - 1]), level(other, actual[i - 1])];
    const keys = new Set([...x.keys(), ...y.keys()]);
    for (const key of [...keys].sort()) differences.push(...compareLists(`${step.file} ${key}`, x.get(key) ?? [], y.get(key) ?? []));
  });
  return differences;
}

const compareText = (name: string, a: string, b: string): string[] => (a === b ? [] : [`${name}: expected ${a}, got ${b}`]);

/** Lists as bags: what is in one only is paired in order and told field by field. */
function compareLists(name: string, a: readonly unknown[], b: readonly unknown[]): string[] {
  const rest = b.map((item) => stringify(item, { sorted: true }));
  const missing = a.filter((item) => {
    const at = rest.indexOf(stringify(item, { sorted: true }));
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  const extra = rest.map((text): unknown => JSON.parse(text));
  return Array.from({ length: Math.max(missing.length, extra.length) }, (_, i) => differencesOf(name, missing[i], extra[i])).flat();
}

function differencesOf(path: string, a: unknown, b: unknown): string[] {
  if (stringify(a, { sorted: true }) === stringify(b, { sorted: true })) return [];
  const [x, y] = [entriesOf(a), entriesOf(b)];
  if (!x || !y) return [`${path}: expected ${stringify(a)}, got ${stringify(b)}`];
  return [...new Set([...x.keys(), ...y.keys()])].flatMap((key) => differencesOf(`${path}.${key}`, x.get(key), y.get(key)));
}

const entriesOf = (value: unknown): Map<string, unknown> | undefined =>
  Array.isArray(value) ? new Map(value.map((item, i) => [String(i), item])) : isObject(value) ? new Map(Object.entries(value)) : undefined;

/** The comparable facts of a step under names that do not depend on chance. */
function level(step: ComparableStep, before: ComparableStep | undefined): Map<string, unknown[]> {
  const objects = step.objects.filter(isObject);
  const rename = renamer(objects);
  const facts = new Map<string, unknown[]>();
  const add = (key: string, fact: unknown): void => void facts.set(key, [...(facts.get(key) ?? []), fact]);
  for (const verdict of step.verdicts) add('verdicts', rename(verdict));
  add('settled', step.settled);
  const lived = new Set((before?.objects ?? []).filter(isObject).map((object) => metadataOf(object).uid));
  for (const object of objects) {
    const { namespace = '', uid } = metadataOf(object);
    const key = `${String(object.kind)} ${String(namespace)}/${rename(stemOf(object))}`;
    add(key, settle(rename(object)));
    if (before && lived.has(uid)) add(`${key} still there`, true);
  }
  const survivors = new Set(objects.map((object) => metadataOf(object).uid));
  const shrunk = new Set(
    (before?.objects ?? []).filter(isObject).flatMap((object) => (survivors.has(metadataOf(object).uid) ? [] : [ownerOf(object)])),
  );
  for (const [owner, counts] of spreads(objects)) if (!shrunk.has(owner)) add(`spread of ${rename(owner)}`, counts);
  return facts;
}

const metadataOf = (object: JsonObject): JsonObject => (isObject(object.metadata) ? object.metadata : {});
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The name without its random end. Slices that were written anew do not tell that theirs has one. */
function stemOf(object: JsonObject): string {
  const { name, generateName, labels } = metadataOf(object);
  const service = isObject(labels) && object.kind === 'EndpointSlice' ? textOf(labels['kubernetes.io/service-name']) : '';
  const prefix = textOf(generateName) || (service && `${service}-`);
  return prefix !== '' && textOf(name).startsWith(prefix) ? `${prefix}*` : textOf(name);
}

const TIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z\b/g;
const UID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;
const ADDRESS = /\b(?:10\.233|10\.96|172\.19)\.\d{1,3}\.\d{1,3}\b/g;
/** The random end of the name of a pod that was refused: `pods "web-5d6d-x7k2p" is forbidden`. */
const UNBORN = /(?<="[\w.-]+-)[bcdfghjklmnpqrstvwxz2456789]{5}(?=" is (?:forbidden|invalid))/g;
/** Fields whose value the server picks. */
const LEVELLED: ReadonlyMap<string, string> = new Map([
  ['nodePort', '<port>'],
  ['healthCheckNodePort', '<port>'],
  ['resourceVersion', '<version>'],
]);
const TOKEN_VOLUME = /\bkube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g;

/** A function that replaces uids by their objects, random names by their stems, like nodes by their class, and times and addresses by words. */
function renamer(objects: readonly JsonObject[]): <T>(value: T) => T {
  const words = new Map<string, string>();
  const classes = nodeClasses(objects);
  for (const object of objects) {
    const { name, uid } = metadataOf(object);
    const stem = stemOf(object);
    if (textOf(uid)) words.set(textOf(uid), `<uid of ${String(object.kind)} ${stem}>`);
    if (stem !== name) words.set(textOf(name), stem);
  }
  const random = [...words.keys()].filter((word) => !classes.has(word)).sort((x, y) => y.length - x.length);
  const inText =
    random.length > 0 ? new RegExp(random.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g') : undefined;
  const named = (value: string): string => (inText ? value.replace(inText, (word) => words.get(word) ?? word) : value);
  const text = (value: string): string =>
    named((words.get(value) ?? classes.get(value) ?? value).replace(TOKEN_VOLUME, 'kube-api-access-*'))
      .replace(UNBORN, '*')
      .replace(UID, '<uid>')
      .replace(TIME, '<time>')
      .replace(ADDRESS, '<address>');
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(walk);
    return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, LEVELLED.get(key) ?? walk(item)])) : value;
  };
  return <T>(value: T): T => walk(value) as T;
}

/** Nodes that differ in name only are one class. */
function nodeClasses(objects: readonly JsonObject[]): Map<string, string> {
  const likeness = (node: JsonObject): string => {
    const name = textOf(metadataOf(node).name);
    const status = isObject(node.status) ? node.status : {};
    return stringify([metadataOf(node).labels, node.spec, status.allocatable], { sorted: true })
      .replaceAll(`"${name}"`, '"<name>"')
      .replace(TIME, '<time>');
  };
  const nodes = objects.filter(({ kind }) => kind === 'Node');
  const names = new Map<string, string[]>();
  for (const node of nodes) names.set(likeness(node), [...(names.get(likeness(node)) ?? []), textOf(metadataOf(node).name)].sort());
  return new Map(
    [...names.values()].filter((alike) => alike.length > 1).flatMap((alike) => alike.map((name) => [name, `<one of ${alike.join(' ')}>`])),
  );
}

function ownerOf(object: JsonObject): string {
  const { ownerReferences, name } = metadataOf(object);
  return Array.isArray(ownerReferences) && isObject(ownerReferences[0]) ? textOf(ownerReferences[0].name) : textOf(name);
}

/** How many pods each owner has on each node, in no order: like nodes are interchangeable. */
function spreads(objects: readonly JsonObject[]): Map<string, unknown> {
  const counts = new Map<string, Map<string, number>>();
  for (const pod of objects.filter(({ kind }) => kind === 'Pod')) {
    const owner = ownerOf(pod);
    const node = isObject(pod.spec) ? textOf(pod.spec.nodeName) : '';
    const onNodes = counts.get(owner) ?? new Map<string, number>();
    counts.set(owner, onNodes.set(node, (onNodes.get(node) ?? 0) + 1));
  }
  return new Map([...counts].map(([owner, onNodes]) => [owner, [...onNodes.values()].sort((a, b) => a - b)]));
}

const KUBELETS_OWN = ['conditions', 'images', 'nodeInfo', 'daemonEndpoints', 'volumesInUse', 'volumesAttached', 'addresses'];
/** Metadata that says nothing about an object. */
const UNTOLD: ReadonlySet<string> = new Set(['resourceVersion', 'managedFields']);
const sorted = (list: unknown): unknown =>
  Array.isArray(list) ? [...list].sort((a, b) => (stringify(a, { sorted: true }) < stringify(b, { sorted: true }) ? -1 : 1)) : list;

/** An object, renamed, without what says nothing and its unordered lists in one order. */
function settle(object: JsonObject): object {
  const { generation, ...metadata } = Object.fromEntries(Object.entries(metadataOf(object)).filter(([name]) => !UNTOLD.has(name)));
  const dependent = object.kind === 'ReplicaSet' || object.kind === 'EndpointSlice' || object.kind === 'Endpoints';
  const annotations = isObject(metadata.annotations)
    ? Object.entries(metadata.annotations).filter(([name]) => name !== 'endpoints.kubernetes.io/last-change-trigger-time')
    : [];
  const status: Record<string, unknown> | undefined = isObject(object.status) ? { ...object.status } : undefined;
  if (status) {
    if (status.conditions !== undefined) status.conditions = sorted(status.conditions);
    if (object.kind === 'Node') for (const field of KUBELETS_OWN) delete status[field];
    if (object.kind === 'ReplicaSet') status.observedGeneration = status.observedGeneration === generation;
  }
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(metadata.annotations !== undefined && { annotations: annotations.length > 0 ? Object.fromEntries(annotations) : undefined }),
      ...(!dependent && { generation }),
    },
    ...(status && { status }),
    ...(object.endpoints !== undefined && { endpoints: sorted(object.endpoints) }),
    ...(Array.isArray(object.subsets) && { subsets: sorted(object.subsets.map((subset) => mapLists(subset))) }),
    ...(metadata.name === 'kube-root-ca.crt' && { data: '<issued>' }),
    ...(object.type === 'kubernetes.io/service-account-token' && isObject(object.data) && { data: Object.keys(object.data).sort() }),
  };
}

const mapLists = (subset: unknown): unknown =>
  isObject(subset) ? Object.fromEntries(Object.entries(subset).map(([key, list]) => [key, sorted(list)])) : subset;
