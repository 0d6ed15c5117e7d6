import type { KubernetesObject } from '../../cluster/object.ts';

/** The object that something is said of. */
export interface ObjectName {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Something in the network that does not lead where it should. */
export interface NetworkFinding {
  readonly severity: 'error' | 'warning' | 'info';
  readonly object: ObjectName;
  /** One word in CamelCase: `NoPodsSelected`, `ServiceNotFound`. */
  readonly reason: string;
  readonly message: string;
  /** The object that it leads to, or ought to lead to, where that is another one. */
  readonly target?: ObjectName;
}

export const objectName = ({ kind, metadata }: Pick<KubernetesObject, 'kind' | 'metadata'>): ObjectName => ({
  kind,
  namespace: metadata.namespace ?? '',
  name: metadata.name ?? '',
});

/** `Deployment shop/web`. */
export const objectText = ({ kind, namespace, name }: ObjectName): string => `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
