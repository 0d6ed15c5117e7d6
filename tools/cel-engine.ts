import { compileExpression, evaluate, isProgram } from '../src/schema/cel/compile.ts';
import { environmentOf, type Environment } from '../src/schema/cel/environment.ts';
import { parse } from '../src/schema/cel/parse.ts';
import { ENCODERS, MATH, NEWER_STRINGS } from './cel-conformance-libraries.ts';
import { BINDINGS } from '../src/schema/cel/library/bindings.ts';
import { TWO_VARIABLES } from '../src/schema/cel/library/comprehensions.ts';
import { CIDRS, IPS } from '../src/schema/cel/library/network.ts';
import { OPTIONAL } from '../src/schema/cel/library/optional.ts';
import { STANDARD } from '../src/schema/cel/library/standard.ts';
import { STRINGS } from '../src/schema/cel/library/strings.ts';
import {
  BOOL, BYTES, DOUBLE, DYN, DURATION, INT, listType, mapType, NULL, STRING, structType, TIMESTAMP, typeType, UINT, type CelType,
} from '../src/schema/cel/types.ts'; // prettier-ignore
import { duration, elementsOf, isError, isTagged, listOf, mapOf, typeValue, uint, type Value } from '../src/schema/cel/value.ts';
import { isRecord, plainOfCase, type CelCaseType, type CelCaseValue, type Plain, type Engine } from './cel-cases.ts';

const OLDER_STRINGS = { functions: STRINGS.functions.filter(({ name }) => name !== 'format') };
const LIBRARIES = [STANDARD, OPTIONAL, OLDER_STRINGS, NEWER_STRINGS, TWO_VARIABLES, IPS, CIDRS, BINDINGS, ENCODERS, MATH];
const base = environmentOf(LIBRARIES, { validatesLiterals: false });

/** Our own CEL with all libraries that the cases use, Kubernetes' or not. */
export const ours: Engine = {
  name: 'drydock',
  run: (test) => {
    const variables = new Map<string, CelType>();
    for (const { name, ident } of test.type_env ?? [])
      if (name[0] !== undefined && ident?.[0]?.type[0]) variables.set(name[0], typeOf(ident[0].type[0]));
    const values = new Map<string, Value>();
    for (const { key, value } of test.bindings ?? []) {
      const given = value[0]?.value?.[0];
      if (key[0] === undefined || !given) continue;
      values.set(key[0], valueOf(given));
      if (!variables.has(key[0])) variables.set(key[0], DYN);
    }
    const environment: Environment = {
      ...base,
      variables,
      container: test.container?.[0] ?? '',
      isUnchecked: test.disable_check?.[0] === true,
    };
    const program = compileExpression(test.expr[0] ?? '', environment);
    if (!isProgram(program)) return undefined;
    const { value } = evaluate(program, (name) => values.get(name));
    return value === undefined ? undefined : plainOf(value);
  },
  parse: (expression) => parse(expression, base.macros).issues.length === 0,
};

function typeOf(type: CelCaseType): CelType {
  const [entry] = Object.entries(type);
  const [kind, list] = entry ?? ['dyn', []];
  const first = list[0];
  const named = (record: unknown): string => (isRecord(record) ? String(record.$enum) : '');
  const inner = (name: string): CelType => {
    const found = isRecord(first) ? first[name] : undefined;
    const one: unknown = Array.isArray(found) ? found[0] : found;
    return isRecord(one)
      ? typeOf(Object.fromEntries(Object.entries(one).map(([key, value]) => [key, Array.isArray(value) ? value : [value]])))
      : DYN;
  };
  switch (kind) {
    case 'primitive':
      return { BOOL, INT64: INT, UINT64: UINT, DOUBLE, STRING, BYTES }[named(first)] ?? DYN;
    case 'well_known':
      return { DURATION, TIMESTAMP }[named(first)] ?? DYN;
    case 'list_type':
      return listType(inner('elem_type'));
    case 'map_type':
      return mapType(inner('key_type'), inner('value_type'));
    case 'message_type':
      return structType(String(first));
    case 'null':
      return NULL;
    case 'type':
      return typeType(DYN);
    default:
      return DYN;
  }
}

function valueOf(given: CelCaseValue): Value {
  return fromPlain(plainOfCase(given));
}

function fromPlain(plain: unknown): Value {
  const [type, ...parts]: unknown[] = Array.isArray(plain) ? plain : ['null'];
  const [first] = parts;
  switch (type) {
    case 'bool':
      return first === true;
    case 'int':
      return BigInt(String(first));
    case 'uint':
      return uint(BigInt(String(first)));
    case 'double':
      return Number(first);
    case 'string':
      return String(first);
    case 'bytes':
      return Uint8Array.from(String(first).split(',').filter(Boolean).map(Number)); // prettier-ignore
    case 'type':
      return typeValue(String(first));
    case 'list':
      return listOf(parts.map(fromPlain));
    case 'map':
      return mapOf(parts.map((entry) => {
        const [key, value]: unknown[] = JSON.parse(String(entry));
        return [fromPlain(key), fromPlain(value)] as const;
      })); // prettier-ignore
    case 'timestamp':
      return { kind: 'timestamp', seconds: BigInt(String(first)), nanos: Number(parts[1]) };
    case 'duration':
      return duration(BigInt(String(first)));
    default:
      return null;
  }
}

function plainOf(value: Value): Plain | undefined {
  if (value === null) return ['null'];
  if (value instanceof Uint8Array) return ['bytes', value.join(',')];
  if (typeof value === 'boolean') return ['bool', value];
  if (typeof value === 'string') return ['string', value];
  if (typeof value === 'bigint') return ['int', String(value)];
  if (typeof value === 'number') return ['double', String(value)];
  if (isError(value) || !isTagged(value)) return undefined;
  switch (value.kind) {
    case 'uint':
      return ['uint', String(value.value)];
    case 'type':
      return ['type', value.name];
    case 'list':
      return ['list', ...elementsOf(value).map(plainOf)];
    case 'map':
      return ['map', ...value.keys().map((key) => JSON.stringify([plainOf(key), plainOf(value.find(key) ?? null)])).sort()]; // prettier-ignore
    case 'timestamp':
      return ['timestamp', String(value.seconds), String(value.nanos)];
    case 'duration':
      return ['duration', String(value.nanos)];
    default:
      return [value.kind];
  }
}
