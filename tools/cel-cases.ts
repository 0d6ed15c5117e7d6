/** The shape of the cel-spec cases as JSON lines: every field is a list. */
export interface CelCase {
  readonly id: string;
  readonly file: string;
  /** Whether it can be run without protobuf messages. */
  readonly k8s: boolean;
  readonly expr: readonly string[];
  readonly value?: readonly CelCaseValue[];
  readonly typed_result?: readonly { readonly result?: readonly CelCaseValue[] }[];
  readonly eval_error?: readonly unknown[];
  readonly bindings?: readonly {
    readonly key: readonly string[];
    readonly value: readonly { readonly value?: readonly CelCaseValue[] }[];
  }[];
  readonly type_env?: readonly {
    readonly name: readonly string[];
    readonly ident?: readonly { readonly type: readonly CelCaseType[] }[];
  }[];
  readonly container?: readonly string[];
  readonly disable_check?: readonly boolean[];
  readonly check_only?: readonly boolean[];
}
export type CelCaseValue = Readonly<Record<string, readonly unknown[]>>;
export type CelCaseType = Readonly<Record<string, readonly unknown[]>>;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const one = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

/** A value as plain data that engines' answers are compared by: `['int', '1']`, `['list', …]`. */
export type Plain = readonly [type: string, ...parts: readonly unknown[]];

/** What a case's value is. */
export function plainOfCase(value: CelCaseValue): Plain | undefined {
  const [entry] = Object.entries(value);
  if (!entry) return undefined;
  const [kind, list] = entry;
  const first = one(list);
  switch (kind) {
    case 'null_value':
      return ['null'];
    case 'bool_value':
      return ['bool', first === true];
    case 'int64_value':
      return ['int', String(first)];
    case 'uint64_value':
      return ['uint', String(first)];
    case 'double_value':
      return ['double', String(numberOf(first))];
    case 'string_value':
      return ['string', String(first)];
    case 'bytes_value':
      return ['bytes', bytesOf(first).join(',')];
    case 'type_value':
      return ['type', String(first)];
    case 'list_value':
      return ['list', ...children(first, 'values').map((item) => (isRecord(item) ? plainOfCase(asValue(item)) : undefined))];
    case 'map_value':
      return ['map', ...children(first, 'entries').map(entryOf).sort()];
    case 'object_value':
      return plainOfObject(first);
    default:
      return undefined;
  }
}

/** Text stands for its UTF-8; bytes that are none are given in hex. */
const bytesOf = (value: unknown): readonly number[] =>
  isRecord(value)
    ? (String(value.$bytes).match(/../g) ?? []).map((hex) => parseInt(hex, 16))
    : [...new TextEncoder().encode(String(value))];

const asValue = (record: Readonly<Record<string, unknown>>): CelCaseValue =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, Array.isArray(value) ? value : [value]]));
const children = (value: unknown, name: string): readonly unknown[] => {
  const list = isRecord(value) ? value[name] : undefined;
  return Array.isArray(list) ? list : [];
};
function entryOf(entry: unknown): string {
  const [key, value] = isRecord(entry) ? [one(entry.key), one(entry.value)] : [];
  return JSON.stringify([isRecord(key) ? plainOfCase(asValue(key)) : null, isRecord(value) ? plainOfCase(asValue(value)) : null]);
}
const numberOf = (value: unknown): number => {
  const text = String(isRecord(value) ? value.$enum : value).toLowerCase();
  return text === 'inf' || text === 'infinity'
    ? Infinity
    : text === '-inf' || text === '-infinity'
      ? -Infinity
      : Number(text === 'nan' ? NaN : value);
};

function plainOfObject(value: unknown): Plain | undefined {
  const [entry] = isRecord(value) ? Object.entries(value) : [];
  if (!entry) return undefined;
  const body = one(entry[1]);
  const field = (name: string): string => String(isRecord(body) ? (one(body[name]) ?? 0) : 0);
  if (entry[0].includes('Timestamp')) return ['timestamp', field('seconds'), field('nanos')];
  return entry[0].includes('Duration')
    ? ['duration', String(BigInt(field('seconds')) * 1_000_000_000n + BigInt(field('nanos')))]
    : undefined;
}

/** A case of a line; whole numbers that a double cannot hold become texts. */
export const readCase = (line: string): CelCase =>
  JSON.parse(line.replace(/(?<=[[ ])(-?\d{16,})(?=[\],])(?=(?:[^"\\]|\\.|"(?:[^"\\]|\\.)*")*$)/g, '"$1"'));

/** One way to evaluate an expression. `undefined` as an answer is an error. */
export interface Engine {
  readonly name: string;
  run(test: CelCase): Plain | undefined;
  /** Reads an expression of a rule; throws or answers false when it cannot. */
  parse(expression: string): boolean;
}

/** Whether an engine comes to what the case says. */
export function isRightCase(engine: Engine, test: CelCase): boolean {
  const answer = attempt(() => engine.run(test));
  if (answer instanceof Error) return test.eval_error !== undefined;
  if (test.eval_error) return answer === undefined;
  const wanted = test.value?.[0] ?? test.typed_result?.[0]?.result?.[0];
  if (test.check_only) return answer !== undefined;
  return JSON.stringify(answer) === JSON.stringify(wanted ? plainOfCase(wanted) : ['bool', true]);
}

/** What a call comes to; what it throws is a value. */
export function attempt<T>(run: () => T): T | Error {
  try {
    return run();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
