import { parseApiVersion } from '../model/group-version-kind.ts';
import { isObject, type JsonObject } from '../model/json.ts';

export const DEFINITION = 'CustomResourceDefinition';

/**
 * Kinds whose objects decide on others: Pod Security by namespace, limits, priorities, run times, what service accounts may mount, default classes, policies,
 * webhooks. So do the parameters of policies, whatever their kind.
 * Quotas are none of them: what is left of one depends on everything that is applied, which `preview` shows.
 */
const DECIDING: ReadonlySet<string> = new Set([
  'Namespace',
  'ServiceAccount',
  'PriorityClass',
  'RuntimeClass',
  'LimitRange',
  'StorageClass',
  'IngressClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
]);

const KIND = /\bkind["']?[ \t]*:[ \t]*["']?(\w+)/g;
const NEIGHBOUR = new RegExp(`\\bkind["']?[ \\t]*:[ \\t]*["']?(?:${[DEFINITION, ...DECIDING].join('|')})\\b`);

/** Whether a text may hold documents that others depend on. Far faster than reading it; wrong only in what it says to spellings that nobody uses. */
export const mayHoldNeighbours = (text: string): boolean => NEIGHBOUR.test(text);

/** The kinds that a text may hold documents of. */
export const kindsIn = (text: string): ReadonlySet<string> => new Set([...text.matchAll(KIND)].map(([, kind = '']) => kind));

export const isDeciding = (kind: string): boolean => DECIDING.has(kind);

/** Whether documents of a kind are neighbours whatever else there is. */
export const isNeighbourKind = (kind: string): boolean => kind === DEFINITION || isDeciding(kind);

/** Kinds whose objects may take parameters. */
export const isPolicyKind = (kind: string): boolean => kind === 'ValidatingAdmissionPolicy' || kind === 'MutatingAdmissionPolicy';

export const isDefinition = ({ kind }: JsonObject): boolean => kind === DEFINITION;

/** The kind of a policy's parameters. */
export interface ParamKind {
  readonly group: string;
  readonly kind: string;
}

/** The kind of parameters that a value takes as a policy; undefined for other values and policies without. */
export function paramKindOf({ kind, spec }: JsonObject): ParamKind | undefined {
  if (typeof kind !== 'string' || !isPolicyKind(kind) || !isObject(spec) || !isObject(spec.paramKind)) return undefined;
  const { apiVersion, kind: paramKind } = spec.paramKind;
  return typeof apiVersion === 'string' && typeof paramKind === 'string' ? { group: groupOf(apiVersion), kind: paramKind } : undefined;
}

const groupOf = (apiVersion: string): string => parseApiVersion(apiVersion)?.group ?? '';

export const isParam = ({ apiVersion, kind }: JsonObject, paramKinds: readonly ParamKind[]): boolean =>
  typeof apiVersion === 'string' && paramKinds.some((each) => each.kind === kind && each.group === groupOf(apiVersion));

/** Whether other documents may be judged otherwise because of this one, by its kind or as a parameter of `policies`. */
export const isNeighbour = (value: JsonObject, paramKinds: readonly ParamKind[]): boolean =>
  (typeof value.kind === 'string' && isNeighbourKind(value.kind)) || isParam(value, paramKinds);
