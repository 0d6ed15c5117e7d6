import { goQuote } from '../../../model/go-text.ts';
import { hasFormat } from '../../crd/formats.ts';
import { isRequestUri } from '../../crd/network-formats.ts';
import { fn, overload, type Library } from '../declarations.ts';
import { isOpaque, listOf, NO_SUCH_OVERLOAD, NONE, some, type OpaqueValue } from '../value.ts';
import { asPrefix, isDns1035Label, isLabel, isLabelValue, isQualifiedName, isSubdomain, type NameFormat } from './name-formats.ts';

/** A named format: how it is checked, and how long its regular expression counts for costs. */
interface NamedFormat {
  readonly name: string;
  readonly check: NameFormat;
  readonly patternSize: number;
}

const checked =
  (format: string, complaint: string): NameFormat =>
  (text) =>
    hasFormat(format, text) ? [] : [complaint];
const isUri: NameFormat = (text) =>
  isRequestUri(text) ? [] : [`parse ${goQuote(text)}: ${text === '' ? 'empty url' : 'invalid URI for request'}`];

const UUID_PATTERN_SIZE = 91;
const DATE_TIME_PATTERN_SIZE = 85;

const FORMATS: Readonly<Record<string, NamedFormat>> = {
  dns1123Label: { name: 'DNS1123Label', check: isLabel, patternSize: 30 },
  dns1123Subdomain: { name: 'DNS1123Subdomain', check: isSubdomain, patternSize: 60 },
  dns1035Label: { name: 'DNS1035Label', check: isDns1035Label, patternSize: 30 },
  qualifiedName: { name: 'QualifiedName', check: isQualifiedName, patternSize: 60 },
  dns1123LabelPrefix: { name: 'DNS1123LabelPrefix', check: asPrefix(isLabel), patternSize: 30 },
  dns1123SubdomainPrefix: { name: 'DNS1123SubdomainPrefix', check: asPrefix(isSubdomain), patternSize: 60 },
  dns1035LabelPrefix: { name: 'DNS1035LabelPrefix', check: asPrefix(isDns1035Label), patternSize: 30 },
  labelValue: { name: 'LabelValue', check: isLabelValue, patternSize: 40 },
  uri: { name: 'URI', check: isUri, patternSize: 1103 },
  uuid: { name: 'uuid', check: checked('uuid', 'does not match the UUID format'), patternSize: UUID_PATTERN_SIZE },
  byte: { name: 'byte', check: checked('byte', 'invalid base64'), patternSize: 84 },
  date: { name: 'date', check: checked('date', 'invalid date'), patternSize: DATE_TIME_PATTERN_SIZE },
  datetime: { name: 'datetime', check: checked('datetime', 'invalid datetime'), patternSize: DATE_TIME_PATTERN_SIZE },
};

const isFormat = (value: unknown): value is NamedFormat => typeof value === 'object' && value !== null && 'patternSize' in value;
const formatValue = (format: NamedFormat): OpaqueValue => ({
  kind: 'opaque',
  type: 'kubernetes.NamedFormat',
  value: format,
  equals: ({ value }) => isFormat(value) && value.name === format.name,
});

/** How long the pattern of a format value counts; undefined for other values. */
export const patternSizeOf = (value: unknown): number | undefined => (isFormat(value) ? value.patternSize : undefined);

/** Named formats, since 1.31. */
export const NAMED_FORMATS: Library = {
  functions: [
    ...Object.entries(FORMATS).map(([name, format]) =>
      fn(
        `format.${name}`,
        overload(`format.${name}() -> Format`, () => formatValue(format)),
      ),
    ),
    fn(
      'validate',
      overload('format-validate: Format.(string) -> optional(list(string))', (format = null, text) => {
        if (!isOpaque(format) || !isFormat(format.value) || typeof text !== 'string') return NO_SUCH_OVERLOAD;
        const complaints = format.value.check(text);
        return complaints.length === 0 ? NONE : some(listOf(complaints));
      }),
    ),
    fn(
      'format.named',
      overload('format-named(string) -> optional(Format)', (name) => {
        if (typeof name !== 'string') return NO_SUCH_OVERLOAD;
        const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
        return format ? some(formatValue(format)) : NONE;
      }),
    ),
  ],
};
