import { encodeBase64 } from '../../../model/base64.ts';
import type { Secret } from '../../../model/kinds/core-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { validateSecret, validateSecretUpdate } from './validate.ts';
import { tlsPairProblem } from './tls-pair.ts';

export const secretStrategy = defineStrategy<Secret>({
  gvk: { group: '', version: 'v1', kind: 'Secret' },
  defaults(secret) {
    secret.type ||= 'Opaque';
    encodeStringData(secret);
  },
  validate: validateSecret,
  validateUpdate: validateSecretUpdate,
  warnings({ type, data }) {
    const problem = type === 'kubernetes.io/tls' ? tlsPairProblem(data?.['tls.crt'] ?? '', data?.['tls.key'] ?? '') : undefined;
    return problem === undefined ? [] : [problem];
  },
});

/** `stringData` can only be written: it replaces what `data` has of the same name. */
function encodeStringData(secret: Secret): void {
  const entries = Object.entries(secret.stringData ?? {});
  delete secret.stringData;
  if (entries.length === 0) return;
  const data = (secret.data ??= {});
  for (const [name, text] of entries) data[name] = encodeBase64(new TextEncoder().encode(text));
}
