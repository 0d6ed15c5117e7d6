import { decodeBase64 } from '../../../model/base64.ts';
import { forbidden, invalid, required, tooLong, type FieldError } from '../../../model/field-error.ts';
import { fieldPath, key } from '../../../model/field-path.ts';
import type { Secret } from '../../../model/kinds/core-v1.ts';
import { base64Length } from '../../shared/base64.ts';
import { asJson, invalidBecause } from '../../shared/checks.ts';
import { differs } from '../../shared/generation.ts';
import { jsonObjectProblem } from '../../shared/json-problem.ts';
import { isConfigMapKey, isDns1123Subdomain } from '../../shared/names.ts';
import { namespaced, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';

const MAX_DATA_BYTES = 1024 * 1024;
const SERVICE_ACCOUNT_NAME = 'kubernetes.io/service-account.name';
const IMMUTABLE = 'field is immutable';
const dataAt = fieldPath('data');

export function validateSecret(secret: Secret): FieldError[] {
  const entries = Object.entries(secret.data ?? {});
  const size = entries.reduce((sum, [, value]) => sum + base64Length(value), 0);
  return [
    ...validateObjectMeta(secret.metadata, namespaced(isDns1123Subdomain), fieldPath('metadata')),
    ...entries.flatMap(([name]) => invalidBecause(isConfigMapKey(name), key(dataAt, name), name)),
    ...(size > MAX_DATA_BYTES ? [tooLong(dataAt, MAX_DATA_BYTES)] : []),
    ...validateType(secret),
  ];
}

/** Kubernetes' own types say what is in the data. */
function validateType({ type, metadata, data = {} }: Secret): FieldError[] {
  const missing = (...names: readonly string[]): FieldError[] =>
    names.filter((name) => data[name] === undefined).map((name) => required(key(dataAt, name)));
  switch (type) {
    case 'kubernetes.io/service-account-token':
      return metadata?.annotations?.[SERVICE_ACCOUNT_NAME]
        ? []
        : [required(key(fieldPath('metadata', 'annotations'), SERVICE_ACCOUNT_NAME))];
    case 'kubernetes.io/dockercfg':
      return validateDockerConfig('.dockercfg', data);
    case 'kubernetes.io/dockerconfigjson':
      return validateDockerConfig('.dockerconfigjson', data);
    case 'kubernetes.io/basic-auth':
      return data['username'] === undefined && data['password'] === undefined ? missing('username', 'password') : [];
    case 'kubernetes.io/ssh-auth':
      return data['ssh-privatekey'] ? [] : [required(key(dataAt, 'ssh-privatekey'))];
    case 'kubernetes.io/tls':
      return missing('tls.crt', 'tls.key');
    default:
      return [];
  }
}

function validateDockerConfig(name: string, data: Readonly<Record<string, string>>): FieldError[] {
  const encoded = data[name];
  if (encoded === undefined) return [required(key(dataAt, name))];
  const bytes = decodeBase64(encoded);
  const problem = bytes instanceof Uint8Array ? jsonObjectProblem(bytes) : undefined;
  return problem === undefined ? [] : [invalid(key(dataAt, name), '<secret contents redacted>', problem)];
}

export function validateSecretUpdate(secret: Secret, old: Secret): FieldError[] {
  return [
    ...validateObjectMetaUpdate(secret.metadata, old.metadata, fieldPath('metadata')),
    ...(secret.type === old.type ? [] : [invalid(fieldPath('type'), asJson(secret.type), IMMUTABLE)]),
    ...validateImmutableData(secret, old),
    ...validateSecret(secret),
  ];
}

/** What is once immutable stays so. */
function validateImmutableData(secret: Secret, old: Secret): FieldError[] {
  if (!old.immutable) return [];
  const refused = [...(secret.immutable ? [] : ['immutable']), ...(differs(secret.data, old.data) ? ['data'] : [])];
  return refused.map((name) => forbidden(fieldPath(name), 'field is immutable when `immutable` is set'));
}
