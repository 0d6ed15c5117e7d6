import type { CustomResourceDefinition } from '../../../model/kinds/apiextensions-v1.ts';

const HTTPS_PORT = 443;

/** Defaults of `apiextensions.k8s.io/v1`: names that follow from the kind, no conversion, the port of a webhook's service, the first stored version. */
export function defaultCustomResourceDefinition(object: CustomResourceDefinition): void {
  const spec = (object.spec ??= {});
  const names = (spec.names ??= {});
  const { kind = '' } = names;
  if (kind !== '') {
    names.singular ||= kind.toLowerCase();
    names.listKind ||= `${kind}List`;
  }
  spec.conversion ??= { strategy: 'None' };
  const service = spec.conversion.webhook?.clientConfig?.service;
  if (service) service.port ??= HTTPS_PORT;
  if (!object.status?.storedVersions?.length) storeCurrentVersion(object);
}

/** Notes the version that objects are stored in from now on. */
export function storeCurrentVersion(object: CustomResourceDefinition): void {
  const stored = object.spec?.versions?.find(({ storage }) => storage);
  if (!stored) return;
  const { name = '' } = stored;
  const { storedVersions = [] } = object.status ?? {};
  if (!storedVersions.includes(name)) object.status = { ...object.status, storedVersions: [...storedVersions, name] };
}
