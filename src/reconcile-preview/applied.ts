import type { Answer, ApiServer, WriteOptions } from '../apiserver/api-server.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import { parseApiVersion } from '../model/group-version-kind.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import { inPreferredVersion } from './preferred-version.ts';

/** How long a client needs for a document, from one request to the next, in virtual milliseconds. */
export const REQUEST_TIME = 20;

/** What an earlier apply is remembered by: group, kind, namespace and name. */
export function appliedKey({ registry }: ApiServer, value: JsonObject): string {
  const metadata = isObject(value.metadata) ? value.metadata : {};
  const { group = '', version = '' } = parseApiVersion(textOf(value.apiVersion)) ?? {};
  const kind = textOf(value.kind);
  const namespaced = registry.resource({ group, version, kind })?.namespaced ?? textOf(metadata.namespace) !== '';
  return [group, kind, namespaced ? textOf(metadata.namespace) || 'default' : '', textOf(metadata.name)].join('|');
}

export interface ApplyOptions {
  /**
   * Send the whole object first and a patch only when the server answers that it is there already; kubectl looks first. What the server checks before it
   * looks whether the object is there, quotas and fixed node ports among it, then decides about updates, too.
   */
  readonly postsFirst?: boolean;
  /** Who sends it; an administrator where nobody is named. */
  readonly user?: WriteOptions['user'] | undefined;
}

const isAlreadyThere = (answer: Answer): boolean => answer.verdict === 'rejected' && answer.status.reason === 'AlreadyExists';

/**
 * Applies a document as `kubectl apply` does and notes in `applied` what was sent. A document in an older version is stored in the preferred one; what a server
 * has to say about it is said in its own words when it is new.
 */
export function applyDocument(
  server: ApiServer,
  value: JsonObject,
  applied: Map<string, JsonObject>,
  { postsFirst = false, user }: ApplyOptions = {},
): Answer {
  const options: WriteOptions = user ? { user } : {};
  const key = appliedKey(server, value);
  const sent = inPreferredVersion(value);
  const before = applied.get(key);
  if (sent !== value && !before) {
    const tried = server.apply(value, undefined, { ...options, dryRun: true });
    if (tried.verdict !== 'accepted') return tried;
  }
  const created = postsFirst ? server.create(sent, options) : undefined;
  const answer = created && !isAlreadyThere(created) ? created : server.apply(sent, before, options);
  if (answer.verdict === 'accepted') applied.set(key, sent);
  return answer;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** `apps/v1/Deployment/default/web`: tells objects apart and sorts them as snapshots do. */
export const identityOf = ({ apiVersion, kind, metadata }: KubernetesObject): string =>
  [apiVersion, kind, metadata.namespace ?? '', metadata.name ?? ''].join('/');

/** Kinds that the control plane makes for itself, unless a label asks to keep them. */
const OWN_KINDS: ReadonlySet<string> = new Set([
  'FlowSchema',
  'PriorityLevelConfiguration',
  'APIService',
  'IPAddress',
  'ServiceCIDR',
  'StorageVersion',
]);
const BOOTSTRAPPED_KINDS: ReadonlySet<string> = new Set(['ClusterRole', 'ClusterRoleBinding']);

/** Events and leases come and go without anybody's doing. */
export const isFleeting = ({ kind }: KubernetesObject): boolean => kind === 'Event' || kind === 'Lease';

/** Whether an object belongs to what users want to see. */
export function isListed(object: KubernetesObject): boolean {
  const { kind, metadata } = object;
  if (isFleeting(object)) return false;
  if (OWN_KINDS.has(kind)) return Boolean(metadata.labels?.['drydock.dev/keep']);
  return !BOOTSTRAPPED_KINDS.has(kind) || !metadata.labels?.['kubernetes.io/bootstrapping'];
}
