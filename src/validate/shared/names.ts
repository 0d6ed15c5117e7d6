import { pathSegmentProblems } from '../../model/path-segment.ts';
import { byteLength } from './byte-length.ts';

/**
 * Formats of names. Each function answers why `value` does not have the format, in the API server's words and order; empty when it has.
 * The expressions are ours and take linear time.
 */
export type NameFormat = (value: string) => string[];

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const UNDERSCORE_LABEL = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const UNDERSCORE_SUBDOMAIN = `${UNDERSCORE_LABEL}(\\.${UNDERSCORE_LABEL})*`;
const WILDCARD_SUBDOMAIN = `\\*\\.${SUBDOMAIN}`;
const DNS1035_LABEL = '[a-z]([-a-z0-9]*[a-z0-9])?';
const LABEL_KEY_NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${LABEL_KEY_NAME})?`;
const CONFIG_MAP_KEY = '[-._a-zA-Z0-9]+';
const HTTP_HEADER_NAME = '[-A-Za-z0-9]+';
const PERCENT = '[0-9]+%';
const C_IDENTIFIER = '[A-Za-z_][A-Za-z0-9_]*';

const whole = (pattern: string): RegExp => new RegExp(`^${pattern}$`);
const labelPattern = whole(LABEL);
const subdomainPattern = whole(SUBDOMAIN);
const underscoreSubdomainPattern = whole(UNDERSCORE_SUBDOMAIN);
const wildcardSubdomainPattern = whole(WILDCARD_SUBDOMAIN);
const dns1035LabelPattern = whole(DNS1035_LABEL);
const labelKeyNamePattern = whole(LABEL_KEY_NAME);
const labelValuePattern = whole(LABEL_VALUE);
const configMapKeyPattern = whole(CONFIG_MAP_KEY);
const httpHeaderNamePattern = whole(HTTP_HEADER_NAME);
const percentPattern = whole(PERCENT);
const cIdentifierPattern = whole(C_IDENTIFIER);

/** `<message> (e.g. 'a',  or 'b', regex used for validation is '…')`, odd punctuation included. */
export function patternMessage(message: string, pattern: string, ...examples: readonly string[]): string {
  if (examples.length === 0) return `${message} (regex used for validation is '${pattern}')`;
  return `${message} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}regex used for validation is '${pattern}')`;
}

const maxLengthMessage = (length: number): string => `must be no more than ${length} characters`;
const maxBytesMessage = (length: number): string => `must be no more than ${length} bytes`;
export const rangeMessage = (low: number, high: number): string => `must be between ${low} and ${high}, inclusive`;

const tooLongFor = (value: string, length: number, message = maxLengthMessage): string[] =>
  byteLength(value) > length ? [message(length)] : [];

export const isDns1123Label: NameFormat = (value) => [
  ...tooLongFor(value, 63),
  ...(labelPattern.test(value) ? [] : [subdomainPattern.test(value) ? 'must not contain dots' : labelMessage()]),
];

const labelMessage = (): string =>
  patternMessage(
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
    LABEL,
    'my-name',
    '123-abc',
  );

/** The same, with lengths in bytes, as declarative validation says it. */
export const isShortName: NameFormat = (value) => [
  ...tooLongFor(value, 63, maxBytesMessage),
  ...isDns1123Label(value).filter((message) => message !== maxLengthMessage(63)),
];

const subdomainMessages = (value: string): string[] =>
  subdomainPattern.test(value)
    ? []
    : [
        patternMessage(
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
          SUBDOMAIN,
          'example.com',
        ),
      ];

export const isDns1123Subdomain: NameFormat = (value) => [...tooLongFor(value, 253), ...subdomainMessages(value)];

/** The same, with lengths in bytes, as declarative validation says it. */
export const isLongName: NameFormat = (value) => [...tooLongFor(value, 253, maxBytesMessage), ...subdomainMessages(value)];

/** The same in any case, as declarative validation says it. */
export const isLongNameCaseless: NameFormat = (value) => [
  ...tooLongFor(value, 253, maxBytesMessage),
  ...(subdomainPattern.test(value.toLowerCase())
    ? []
    : [
        patternMessage(
          "an RFC 1123 subdomain must consist of alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
          SUBDOMAIN,
          'Example.com',
        ),
      ]),
];

export const isDns1123SubdomainWithUnderscore: NameFormat = (value) => [
  ...tooLongFor(value, 253),
  ...(underscoreSubdomainPattern.test(value)
    ? []
    : [
        patternMessage(
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character",
          UNDERSCORE_SUBDOMAIN,
          'example.com',
        ),
      ]),
];

export const isWildcardDns1123Subdomain: NameFormat = (value) => [
  ...tooLongFor(value, 253),
  ...(wildcardSubdomainPattern.test(value)
    ? []
    : [
        patternMessage(
          "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
          WILDCARD_SUBDOMAIN,
          '*.example.com',
        ),
      ]),
];

export const isDns1035Label: NameFormat = (value) => [
  ...tooLongFor(value, 63),
  ...(dns1035LabelPattern.test(value)
    ? []
    : [
        patternMessage(
          "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
          DNS1035_LABEL,
          'my-name',
          'abc-123',
        ),
      ]),
];

const labelKeyMessage = (): string =>
  patternMessage(
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
    LABEL_KEY_NAME,
    'MyName',
    'my.name',
    '123-abc',
  );

/** Label keys, also called qualified names: `name` or `example.com/name`. */
export const isQualifiedName: NameFormat = (value) => {
  const parts = value.split('/');
  const [prefix, name] = parts.length === 2 ? parts : [undefined, value];
  if (parts.length > 2)
    return [`a valid label key ${labelKeyMessage()} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  return [...(prefix === undefined ? [] : prefixMessages(prefix)), ...namePartMessages(name ?? '')];
};

const prefixMessages = (prefix: string): string[] =>
  prefix === '' ? ['prefix part must be non-empty'] : isLongName(prefix).map((message) => `prefix part ${message}`);

const namePartMessages = (name: string): string[] => [
  ...(name === '' ? ['name part must be non-empty'] : tooLongFor(name, 63, maxBytesMessage).map((message) => `name part ${message}`)),
  ...(labelKeyNamePattern.test(name) ? [] : [`name part ${labelKeyMessage()}`]),
];

export const isLabelValue: NameFormat = (value) => [
  ...tooLongFor(value, 63, maxBytesMessage),
  ...(labelValuePattern.test(value)
    ? []
    : [
        patternMessage(
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
          LABEL_VALUE,
          'MyValue',
          'my_value',
          '12345',
        ),
      ]),
];

const parentDirectoryMessages = (value: string): string[] =>
  value === '.' ? ["must not be '.'"] : value === '..' ? ["must not be '..'"] : value.startsWith('..') ? ["must not start with '..'"] : [];

export const isConfigMapKey: NameFormat = (value) => [
  ...tooLongFor(value, 253),
  ...(configMapKeyPattern.test(value)
    ? []
    : [
        patternMessage(
          "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
          CONFIG_MAP_KEY,
          'key.name',
          'KEY_NAME',
          'key-name',
        ),
      ]),
  ...parentDirectoryMessages(value),
];

export const isRelaxedEnvVarName: NameFormat = (value) => [
  ...(value === '' ? ['environment variable name must be non-empty'] : []),
  ...(/^[\x20-\x3c\x3e-\x7e]*$/.test(value)
    ? []
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"]),
];

export const isHttpHeaderName: NameFormat = (value) =>
  httpHeaderNamePattern.test(value)
    ? []
    : [patternMessage("a valid HTTP header must consist of alphanumeric characters or '-'", HTTP_HEADER_NAME, 'X-Header-Name')];

export const isPercent: NameFormat = (value) =>
  percentPattern.test(value)
    ? []
    : [patternMessage("a valid percent string must be a numeric string followed by an ending '%'", PERCENT, '1%', '93%')];

export const isCIdentifier: NameFormat = (value) =>
  cIdentifierPattern.test(value)
    ? []
    : [
        patternMessage(
          "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'",
          C_IDENTIFIER,
          'my_name',
          'MY_NAME',
          'MyName',
        ),
      ];

/** Service and container port names. */
export const isPortName: NameFormat = (value) => [
  ...tooLongFor(value, 15),
  ...(/^[-a-z0-9]+$/.test(value) ? [] : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
  ...(/[a-z]/.test(value) ? [] : ['must contain at least one letter (a-z)']),
  ...(value.includes('--') ? ['must not contain consecutive hyphens'] : []),
  ...(value.startsWith('-') || value.endsWith('-') ? ['must not begin or end with a hyphen'] : []),
];

/** Names of kinds that only have to fit into a URL path. */
export const isPathSegmentName: NameFormat = pathSegmentProblems;

export const isPortNumber = (port: number): string[] => (port >= 1 && port <= 65535 ? [] : [rangeMessage(1, 65535)]);

const MAX_ID = 2147483647;
/** User and group numbers: 0 to 2^31-1. */
export const isUserOrGroupId = (id: number | bigint): string[] => (id >= 0 && id <= MAX_ID ? [] : [rangeMessage(0, MAX_ID)]);
