import { goQuote, goJson } from './go-text.ts';
import { pathText, type FieldPath } from './field-path.ts';

/** Why a field is refused, as `reason` of a `StatusCause` says it. */
export type FieldErrorType =
  | 'FieldValueNotFound'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'FieldValueTooFew'
  | 'FieldValueTooShort'
  | 'FieldValueTypeInvalid'
  | 'InternalError';

/** A value that the API server prints in its own way: `text` stands in the message as it is. */
export interface Verbatim {
  readonly verbatim: string;
}
export const verbatim = (text: string): Verbatim => ({ verbatim: text });

/** What decoding, validation and admission object to. It has no position; `src/yaml/locate.ts` finds it. */
export interface FieldError {
  readonly type: FieldErrorType;
  readonly path: FieldPath;
  /** The refused value, or `Verbatim`, or absent where the server prints none. */
  readonly value?: unknown;
  readonly detail: string;
}

const NAMES: Record<FieldErrorType, string> = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  FieldValueTooFew: 'Too few',
  FieldValueTooShort: 'Too short',
  FieldValueTypeInvalid: 'Invalid value',
  InternalError: 'Internal error',
};

const WITHOUT_VALUE: readonly FieldErrorType[] = [
  'FieldValueRequired',
  'FieldValueForbidden',
  'FieldValueTooLong',
  'FieldValueTooShort',
  'InternalError',
];

/** `Invalid value: "x": must be …`: the message of a `StatusCause`. */
export function fieldErrorBody(error: FieldError): string {
  const name = NAMES[error.type];
  const shown = WITHOUT_VALUE.includes(error.type) || error.value === undefined ? name : `${name}: ${valueText(error.value)}`;
  return error.detail === '' ? shown : `${shown}: ${error.detail}`;
}

/** `spec.replicas: Invalid value: -1: must be …`. */
export const fieldErrorText = (error: FieldError): string => `${pathText(error.path)}: ${fieldErrorBody(error)}`;

function valueText(value: unknown): string {
  if (typeof value === 'string') return goQuote(value);
  if (typeof value === 'object' && value !== null && 'verbatim' in value) return String(value.verbatim);
  return goJson(value);
}

export const required = (path: FieldPath, detail = ''): FieldError => ({ type: 'FieldValueRequired', path, detail });
export const invalid = (path: FieldPath, value: unknown, detail: string): FieldError => ({
  type: 'FieldValueInvalid',
  path,
  value: value ?? null,
  detail,
});
/** The same about a value that is not shown. */
export const invalidOmitted = (path: FieldPath, detail: string): FieldError => ({ type: 'FieldValueInvalid', path, detail });
export const typeInvalid = (path: FieldPath, value: unknown, detail: string): FieldError => ({
  type: 'FieldValueTypeInvalid',
  path,
  value: value ?? null,
  detail,
});
export const duplicate = (path: FieldPath, value: unknown): FieldError => ({
  type: 'FieldValueDuplicate',
  path,
  value: value ?? null,
  detail: '',
});
/** The same about a value that is not shown. */
export const duplicateOmitted = (path: FieldPath): FieldError => ({ type: 'FieldValueDuplicate', path, detail: '' });
export const notFound = (path: FieldPath, value: unknown): FieldError => ({
  type: 'FieldValueNotFound',
  path,
  value: value ?? null,
  detail: '',
});
export const forbidden = (path: FieldPath, detail: string): FieldError => ({ type: 'FieldValueForbidden', path, detail });
export const internalError = (path: FieldPath, detail: string): FieldError => ({ type: 'InternalError', path, detail });

/** `supported` in the order in which the API server lists it. */
export const notSupported = (path: FieldPath, value: unknown, supported: readonly string[]): FieldError => ({
  type: 'FieldValueNotSupported',
  path,
  value: value ?? null,
  detail: supported.length === 0 ? '' : `supported values: ${supported.map(goQuote).join(', ')}`,
});

/** `max` in bytes; negative where there is no fixed limit. */
export const tooLong = (path: FieldPath, max: number): FieldError => ({
  type: 'FieldValueTooLong',
  path,
  detail: max >= 0 ? `may not be more than ${max} ${max === 1 ? 'byte' : 'bytes'}` : 'value is too long',
});
/** The same for a limit that counts characters, as declarative validation has them. */
export const tooLongCharacters = (path: FieldPath, max: number): FieldError => ({
  type: 'FieldValueTooLong',
  path,
  detail: `may not be more than ${max} ${max === 1 ? 'character' : 'characters'}`,
});
export const tooMany = (path: FieldPath, actual: number, max: number): FieldError => ({
  type: 'FieldValueTooMany',
  path,
  value: actual,
  detail: max >= 0 ? `must have at most ${max} ${max === 1 ? 'item' : 'items'}` : 'has too many items',
});
export const tooFew = (path: FieldPath, actual: number, min: number): FieldError => ({
  type: 'FieldValueTooFew',
  path,
  value: actual,
  detail: `must have at least ${min} ${min === 1 ? 'item' : 'items'}`,
});
