import { verbatim, type Verbatim } from '../../model/field-error.ts';
import { goJson } from '../../model/go-text.ts';
import { isObject, compareText } from '../../model/json.ts';

/**
 * How Go's `encoding/json` prints a value of one Go type; `undefined` is the type's zero value.
 * Messages show values of the API server's internal types, whose fields have no JSON names: `{"Type":"Recreate","RollingUpdate":null}`.
 */
export type GoForm = (value: unknown) => string;

export const text: GoForm = (value) => goJson(value ?? '');
export const flag: GoForm = (value) => goJson(value ?? false);
export const number: GoForm = (value) => goJson(value ?? 0);
export const quantity: GoForm = (value) => goJson(value ?? '0');
export const intOrString: GoForm = (value) => goJson(value ?? 0);
/** A `metav1.Time` that is not a pointer. */
export const time: GoForm = (value) => goJson(value ?? null);

/** A pointer to a value of `form`. */
export const pointer =
  (form: GoForm): GoForm =>
  (value) =>
    value === undefined ? 'null' : form(value);

export const list =
  (form: GoForm): GoForm =>
  (value) =>
    Array.isArray(value) ? `[${value.map(form).join(',')}]` : 'null';

/** A map with text keys, which Go prints sorted. */
export const map =
  (form: GoForm): GoForm =>
  (value) =>
    isObject(value)
      ? `{${Object.keys(value)
          .sort(compareText)
          .map((key) => `${goJson(key)}:${form(value[key])}`)
          .join(',')}}`
      : 'null';

/** A struct's fields in declaration order: Go's name, ours, and the form of the value. */
export type GoFields = readonly (readonly [go: string, json: string, form: GoForm])[];

/** A struct of an internal type: every field is printed. */
export const struct =
  (fields: GoFields): GoForm =>
  (value) => {
    const own = isObject(value) ? value : {};
    return `{${fields.map(([go, json, form]) => `"${go}":${form(own[json])}`).join(',')}}`;
  };

/** A struct of a served type whose fields are all `omitempty` but those in `always`. */
export const servedStruct =
  (fields: readonly (readonly [json: string, form: GoForm])[], always: readonly string[] = []): GoForm =>
  (value) => {
    const own = isObject(value) ? value : {};
    const shown = fields.filter(([json]) => always.includes(json) || !isEmpty(own[json]));
    return `{${shown.map(([json, form]) => `"${json}":${form(own[json])}`).join(',')}}`;
  };

const isEmpty = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);

/** A value as an error shows it when it has `form`. */
export const shown = (form: GoForm, value: unknown): Verbatim => verbatim(form(value));

/** `map[string]string`. */
export const textMap = map(text);

const labelSelectorRequirement = servedStruct(
  [
    ['key', text],
    ['operator', text],
    ['values', list(text)],
  ],
  ['key', 'operator'],
);

/** `metav1.LabelSelector`. */
export const labelSelector = servedStruct([
  ['matchLabels', textMap],
  ['matchExpressions', list(labelSelectorRequirement)],
]);
