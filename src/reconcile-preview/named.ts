/** The names that kubectl takes for kinds that users name here. */
const KIND_OF_WORD: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Pod: ['pod', 'pods', 'po'],
    Deployment: ['deployment', 'deployments', 'deploy'],
    StatefulSet: ['statefulset', 'statefulsets', 'sts'],
    DaemonSet: ['daemonset', 'daemonsets', 'ds'],
    ReplicaSet: ['replicaset', 'replicasets', 'rs'],
    ReplicationController: ['replicationcontroller', 'replicationcontrollers', 'rc'],
    Job: ['job', 'jobs'],
    CronJob: ['cronjob', 'cronjobs', 'cj'],
    Service: ['service', 'services', 'svc'],
    Namespace: ['namespace', 'namespaces', 'ns'],
  }).flatMap(([kind, words]) => words.map((word): [string, string] => [word, kind])),
);

/** All those names. */
export const KIND_WORDS: readonly string[] = [...KIND_OF_WORD.keys()];

/** The kind that a word stands for, in any case: `deploy`, `Deployment`. */
export const kindOfWord = (word: string): string | undefined => KIND_OF_WORD.get(word.toLowerCase());

/** An object as far as a user names it. */
export interface WantedName {
  readonly kind?: string;
  readonly namespace?: string;
  readonly name: string;
}

/** Reads `NAME`, `NAMESPACE/NAME`, `KIND/NAME`, `NAMESPACE/KIND/NAME` or `KIND/NAMESPACE/NAME`; undefined for anything else. */
export function readName(text: string, namespace?: string): WantedName | undefined {
  const parts = text.split('/');
  if (parts.length > 3 || parts.includes('')) return undefined;
  const [a = '', b = '', c = ''] = parts;
  const own = namespace === undefined ? {} : { namespace };
  if (parts.length === 1) return { ...own, name: a };
  const [kindA, kindB] = [kindOfWord(a), kindOfWord(b)];
  if (parts.length === 2) return kindA === undefined ? { namespace: a, name: b } : { ...own, kind: kindA, name: b };
  if (kindA !== undefined) return { kind: kindA, namespace: b, name: c };
  return kindB === undefined ? undefined : { kind: kindB, namespace: a, name: c };
}

/** Whether an object is one that a user means by a name. */
export const isNamed = (
  wanted: WantedName,
  { kind, namespace, name }: { readonly [Field in 'kind' | 'namespace' | 'name']: string },
): boolean => wanted.name === name && (wanted.kind ?? kind) === kind && (wanted.namespace ?? namespace) === namespace;
