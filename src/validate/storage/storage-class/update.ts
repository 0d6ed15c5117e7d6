import { forbidden, invalid, type FieldError } from '../../../model/field-error.ts';
import { fieldPath } from '../../../model/field-path.ts';
import type { StorageClass } from '../../../model/kinds/storage-v1.ts';
import { isSince } from '../../../schema/release.ts';
import { asJson } from '../../shared/checks.ts';
import { declared } from '../../shared/declarative.ts';
import { differs } from '../../shared/generation.ts';
import { validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateStorageClass } from './validate.ts';

const IMMUTABLE = ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'] as const;
type Immutable = (typeof IMMUTABLE)[number];

/** A class stays what it is; volumes were made by it. */
export const validateStorageClassUpdate = (object: StorageClass, old: StorageClass, context: RuleContext): FieldError[] => [
  ...validateStorageClass(object),
  ...validateObjectMetaUpdate(object.metadata, old.metadata, fieldPath('metadata')),
  ...declared(IMMUTABLE.filter((name) => isChanged(name, object, old, context)).map((name) => refuse(name, object[name], context))),
];

/** Until 1.35 no parameters are not the same as none given, and what is stored is always the latter. */
function isChanged(name: Immutable, object: StorageClass, old: StorageClass, { release }: RuleContext): boolean {
  const givesNone = name === 'parameters' && object.parameters !== undefined && Object.keys(object.parameters).length === 0;
  return (givesNone && !isSince(release, '1.36')) || differs(object[name] ?? {}, old[name] ?? {});
}

/** Until 1.35 the server forbids what it later calls immutable; from 1.37 on it does not print the value. */
function refuse(name: Immutable, value: unknown, { release }: RuleContext): FieldError {
  const at = fieldPath(name);
  if (!isSince(release, '1.36') && name !== 'volumeBindingMode') return forbidden(at, `updates to ${name} are forbidden.`);
  return invalid(at, isSince(release, '1.37') ? null : asJson(value), 'field is immutable');
}
