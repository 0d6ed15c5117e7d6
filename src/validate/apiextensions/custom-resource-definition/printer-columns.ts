import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type { CustomResourceColumnDefinition } from '../../../model/kinds/apiextensions-v1.ts';
import { each, requireText } from '../../shared/checks.ts';
import { validateSimpleJsonPath } from './subresources.ts';

const TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

/** What `kubectl get` prints besides the name. */
export const validateColumns = (columns: readonly CustomResourceColumnDefinition[] | undefined, at: FieldPath): FieldError[] =>
  each(columns, at, validateColumn);

function validateColumn({ name, type = '', format = '', jsonPath = '' }: CustomResourceColumnDefinition, at: FieldPath): FieldError[] {
  const types = `must be one of ${TYPES.join(',')}`;
  return [
    ...requireText(name, child(at, 'name')),
    ...(type === '' ? [required(child(at, 'type'), types)] : TYPES.includes(type) ? [] : [invalid(child(at, 'type'), type, types)]),
    ...(format === '' || FORMATS.includes(format) ? [] : [invalid(child(at, 'format'), format, `must be one of ${FORMATS.join(',')}`)]),
    ...(jsonPath === '' ? [required(child(at, 'JSONPath'))] : validateSimpleJsonPath(jsonPath, child(at, 'JSONPath'))),
  ];
}
