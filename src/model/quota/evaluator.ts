import type { ScopedResourceSelectorRequirement } from '../kinds/core-v1.ts';
import type { ObjectMeta } from '../kinds/meta-v1.ts';
import type { Amounts } from './amounts.ts';

/** An object as evaluators get it. */
export interface QuotaObject {
  readonly metadata: Readonly<ObjectMeta>;
  readonly [field: string]: unknown;
}

/** The objects of a cluster, as far as evaluators look at others. */
export interface QuotaView {
  get(key: { readonly group: string; readonly kind: string; readonly namespace: string; readonly name: string }): QuotaObject | undefined;
  list(kind: { readonly group: string; readonly kind: string }, namespace?: string): readonly QuotaObject[];
}

/** What usage depends on besides the object. */
export interface QuotaContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly view: QuotaView;
  /** Whether pods are charged for `deviceclass.resource.kubernetes.io/…` (1.35 and later). */
  readonly chargesImplicitDevices: boolean;
  /** The feature gate `DRAExtendedResource`: claims are charged for extended resources too. */
  readonly chargesExtendedDevices: boolean;
}

/** Knows what objects of one resource use, under which names of quotas: upstream's `quota.Evaluator`. */
export interface QuotaEvaluator {
  readonly group: string;
  /** Plural name of the resource. */
  readonly resource: string;
  /** Which of the names of a quota it measures. */
  tracks(names: Iterable<string>, context: QuotaContext): readonly string[];
  /** What an object uses. */
  usage(object: QuotaObject, context: QuotaContext): Amounts;
  /** Whether an update of an object is charged; without it only the creation is. */
  chargesUpdate?(object: QuotaObject, old: QuotaObject): boolean;
  /** What an object has to say when a quota limits these names, and does not: `must specify …`. */
  omission?(object: QuotaObject, names: ReadonlySet<string>): string | undefined;
  /** Whether an object is in a scope; without it none is in any. */
  matchesScope?(object: QuotaObject, requirement: ScopedResourceSelectorRequirement): boolean;
}

/** The object as the generated type of its kind; who asks knows the kind. */
export const typedObject = <T extends object>(object: QuotaObject): T => object as unknown as T;
