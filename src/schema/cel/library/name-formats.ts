const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const DNS1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const VALUE = `(${NAME})?`;

const whole = (pattern: string): RegExp => new RegExp(`^${pattern}$`);
const labelPattern = whole(LABEL);
const subdomainPattern = whole(SUBDOMAIN);
const dns1035Pattern = whole(DNS1035);
const namePattern = whole(NAME);
const valuePattern = whole(VALUE);

const size = (text: string): number => new TextEncoder().encode(text).length;
const tooLong = (text: string, max: number, unit = 'bytes'): string[] => (size(text) > max ? [`must be no more than ${max} ${unit}`] : []);
const says = (message: string, pattern: string, ...examples: readonly string[]): string =>
  `${message} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}regex used for validation is '${pattern}')`;

const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const DNS1035_RULE =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
const NAME_RULE =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

/** Why a text has not the format, as the API server says of names; empty when it has. */
export type NameFormat = (text: string) => readonly string[];

export const isLabel: NameFormat = (text) => [
  ...tooLong(text, 63),
  ...(labelPattern.test(text)
    ? []
    : [subdomainPattern.test(text) ? 'must not contain dots' : says(LABEL_RULE, LABEL, 'my-name', '123-abc')]),
];
export const isSubdomain: NameFormat = (text) => [
  ...tooLong(text, 253),
  ...(subdomainPattern.test(text) ? [] : [says(SUBDOMAIN_RULE, SUBDOMAIN, 'example.com')]),
];
export const isDns1035Label: NameFormat = (text) => [
  ...tooLong(text, 63),
  ...(dns1035Pattern.test(text) ? [] : [says(DNS1035_RULE, DNS1035, 'my-name', 'abc-123')]),
];
export const isLabelValue: NameFormat = (text) => [
  ...tooLong(text, 63),
  ...(valuePattern.test(text) ? [] : [says(VALUE_RULE, VALUE, 'MyValue', 'my_value', '12345')]),
];
export const isQualifiedName: NameFormat = (text) => {
  const parts = text.split('/');
  const [prefix, name] = parts.length === 2 ? parts : [undefined, parts[0]];
  if (parts.length > 2 || name === undefined)
    return [
      `a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character ${QUALIFIED_EXAMPLES}`,
    ];
  const ofPrefix =
    prefix === undefined
      ? []
      : prefix === ''
        ? ['prefix part must be non-empty']
        : isSubdomain(prefix).map((message) => `prefix part ${message}`);
  const ofName = name === '' ? ['name part must be non-empty'] : tooLong(name, 63).map((message) => `name part ${message}`);
  return [...ofPrefix, ...ofName, ...(namePattern.test(name) ? [] : [says(NAME_RULE, NAME, 'MyName', 'my.name', '123-abc')])];
};
const QUALIFIED_EXAMPLES = `(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${NAME}') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`;

/** The same for the beginning of a name: a dash at its end is no matter. */
export const asPrefix =
  (format: NameFormat): NameFormat =>
  (text) =>
    format(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -1)}a` : text);
