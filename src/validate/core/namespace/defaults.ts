import type { Namespace } from '../../../model/kinds/core-v1.ts';
import { keepStatus } from '../../shared/status.ts';

const KUBERNETES_FINALIZER = 'kubernetes';

export function defaultNamespace(namespace: Namespace): void {
  if (namespace.metadata?.name) labelWithName(namespace);
  (namespace.status ??= {}).phase ||= 'Active';
}

/** Every namespace has its name as a label. */
export function labelWithName(namespace: Namespace): void {
  const metadata = (namespace.metadata ??= {});
  (metadata.labels ??= {})['kubernetes.io/metadata.name'] = metadata.name ?? '';
}

/** A new namespace is active and cannot go before its content. */
export function prepareNamespaceForCreate(namespace: Namespace): void {
  namespace.status = { phase: 'Active' };
  const finalizers = ((namespace.spec ??= {}).finalizers ??= []);
  if (!finalizers.includes(KUBERNETES_FINALIZER)) finalizers.push(KUBERNETES_FINALIZER);
}

export function prepareNamespaceForUpdate(namespace: Namespace, old: Namespace): void {
  const spec = (namespace.spec ??= {});
  if (old.spec?.finalizers) spec.finalizers = old.spec.finalizers;
  else delete spec.finalizers;
  keepStatus(namespace, old);
}
