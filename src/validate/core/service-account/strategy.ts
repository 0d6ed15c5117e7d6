import type { FieldError } from '../../../model/field-error.ts';
import { fieldPath } from '../../../model/field-path.ts';
import type { ServiceAccount } from '../../../model/kinds/core-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { namespaced, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';

const MOUNTABLE_SECRETS = 'kubernetes.io/enforce-mountable-secrets';
const at = fieldPath('metadata');

export const serviceAccountStrategy = defineStrategy<ServiceAccount>({
  gvk: { group: '', version: 'v1', kind: 'ServiceAccount' },
  defaults: () => undefined,
  prepareForCreate: keepNamesOfSecrets,
  prepareForUpdate: keepNamesOfSecrets,
  validate: validateServiceAccount,
  validateUpdate: (account, old) => [...validateObjectMetaUpdate(account.metadata, old.metadata, at), ...validateServiceAccount(account)],
  warnings: ({ metadata }, old) =>
    metadata?.annotations?.[MOUNTABLE_SECRETS] === undefined || old?.metadata?.annotations?.[MOUNTABLE_SECRETS] !== undefined
      ? []
      : [
          `metadata.annotations[${MOUNTABLE_SECRETS}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`,
        ],
});

function validateServiceAccount({ metadata }: ServiceAccount): FieldError[] {
  return validateObjectMeta(metadata, namespaced(isDns1123Subdomain), at);
}

/** Secrets are in the account's own namespace, so that only their names count. */
function keepNamesOfSecrets(account: ServiceAccount): void {
  account.secrets = account.secrets?.map(({ name }) => (name === undefined ? {} : { name }));
  if (!account.secrets) delete account.secrets;
}
