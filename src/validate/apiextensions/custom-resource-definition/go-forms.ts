import { sortedGoJson } from '../../../model/sorted-json.ts';
import { flag, list, map, number, pointer, struct, text, type GoForm } from '../../shared/go-form.ts';

/** Go prints these for values of the API server's internal types, whose fields have no JSON names. */
const json: GoForm = (value) => sortedGoJson(value ?? null);
const texts = list(text);

/** Schemas hold schemas. */
const schema: GoForm = (value) => schemaStruct(value);
const schemas = list(schema);
const namedSchemas = map(schema);

const schemaOrSchemas: GoForm = (value) =>
  Array.isArray(value) ? `{"Schema":null,"JSONSchemas":${schemas(value)}}` : `{"Schema":${pointer(schema)(value)},"JSONSchemas":null}`;
const schemaOrFlag: GoForm = (value) =>
  typeof value === 'boolean' ? `{"Allows":${value},"Schema":null}` : `{"Allows":true,"Schema":${schema(value)}}`;
const schemaOrTexts: GoForm = (value) =>
  Array.isArray(value) ? `{"Schema":null,"Property":${texts(value)}}` : `{"Schema":${schema(value)},"Property":null}`;

export const validationRuleForm = struct([
  ['Rule', 'rule', text],
  ['Message', 'message', text],
  ['MessageExpression', 'messageExpression', text],
  ['Reason', 'reason', pointer(text)],
  ['FieldPath', 'fieldPath', text],
  ['OptionalOldSelf', 'optionalOldSelf', pointer(flag)],
]);

const schemaStruct = struct([
  ['ID', 'id', text],
  ['Schema', '$schema', text],
  ['Ref', '$ref', pointer(text)],
  ['Description', 'description', text],
  ['Type', 'type', text],
  ['Nullable', 'nullable', flag],
  ['Format', 'format', text],
  ['Title', 'title', text],
  ['Default', 'default', json],
  ['Maximum', 'maximum', pointer(number)],
  ['ExclusiveMaximum', 'exclusiveMaximum', flag],
  ['Minimum', 'minimum', pointer(number)],
  ['ExclusiveMinimum', 'exclusiveMinimum', flag],
  ['MaxLength', 'maxLength', pointer(number)],
  ['MinLength', 'minLength', pointer(number)],
  ['Pattern', 'pattern', text],
  ['MaxItems', 'maxItems', pointer(number)],
  ['MinItems', 'minItems', pointer(number)],
  ['UniqueItems', 'uniqueItems', flag],
  ['MultipleOf', 'multipleOf', pointer(number)],
  ['Enum', 'enum', list(json)],
  ['MaxProperties', 'maxProperties', pointer(number)],
  ['MinProperties', 'minProperties', pointer(number)],
  ['Required', 'required', texts],
  ['Items', 'items', pointer(schemaOrSchemas)],
  ['AllOf', 'allOf', schemas],
  ['OneOf', 'oneOf', schemas],
  ['AnyOf', 'anyOf', schemas],
  ['Not', 'not', pointer(schema)],
  ['Properties', 'properties', namedSchemas],
  ['AdditionalProperties', 'additionalProperties', pointer(schemaOrFlag)],
  ['PatternProperties', 'patternProperties', namedSchemas],
  ['Dependencies', 'dependencies', map(schemaOrTexts)],
  ['AdditionalItems', 'additionalItems', pointer(schemaOrFlag)],
  ['Definitions', 'definitions', namedSchemas],
  [
    'ExternalDocs',
    'externalDocs',
    pointer(
      struct([
        ['Description', 'description', text],
        ['URL', 'url', text],
      ]),
    ),
  ],
  ['Example', 'example', json],
  ['XPreserveUnknownFields', 'x-kubernetes-preserve-unknown-fields', pointer(flag)],
  ['XEmbeddedResource', 'x-kubernetes-embedded-resource', flag],
  ['XIntOrString', 'x-kubernetes-int-or-string', flag],
  ['XListMapKeys', 'x-kubernetes-list-map-keys', texts],
  ['XListType', 'x-kubernetes-list-type', pointer(text)],
  ['XMapType', 'x-kubernetes-map-type', pointer(text)],
  ['XValidations', 'x-kubernetes-validations', list(validationRuleForm)],
]);

export const schemaForm = schema;
export const itemsForm = schemaOrSchemas;
export const textsForm = texts;

/** `spec.versions` as messages show it. */
export const versionsForm = list(
  struct([
    ['Name', 'name', text],
    ['Served', 'served', flag],
    ['Storage', 'storage', flag],
    ['Deprecated', 'deprecated', flag],
    ['DeprecationWarning', 'deprecationWarning', pointer(text)],
    ['Schema', 'schema', pointer(struct([['OpenAPIV3Schema', 'openAPIV3Schema', pointer(schema)]]))],
    [
      'Subresources',
      'subresources',
      pointer(
        struct([
          ['Status', 'status', pointer(struct([]))],
          [
            'Scale',
            'scale',
            pointer(
              struct([
                ['SpecReplicasPath', 'specReplicasPath', text],
                ['StatusReplicasPath', 'statusReplicasPath', text],
                ['LabelSelectorPath', 'labelSelectorPath', pointer(text)],
              ]),
            ),
          ],
        ]),
      ),
    ],
    [
      'AdditionalPrinterColumns',
      'additionalPrinterColumns',
      list(
        struct([
          ['Name', 'name', text],
          ['Type', 'type', text],
          ['Format', 'format', text],
          ['Description', 'description', text],
          ['Priority', 'priority', number],
          ['JSONPath', 'jsonPath', text],
        ]),
      ),
    ],
    ['SelectableFields', 'selectableFields', list(struct([['JSONPath', 'jsonPath', text]]))],
  ]),
);
