import { isRecord, plainOfCase, type CelCase, type CelCaseValue, type Plain, type Engine } from './cel-cases.ts';

/** `@marcbachmann/cel-js`, given as its module. */
export function celJs(module: Readonly<Record<string, unknown>>): Engine {
  const Environment = constructorOf(module.Environment);
  const UnsignedInt = uintClass(module);
  const environment = (): Record<string, unknown> => {
    const made = new Environment({
      unlistedVariablesAreDyn: true,
      homogeneousAggregateLiterals: false,
      enableOptionalTypes: true,
      limits: { maxDepth: 1000 },
    });
    return isRecord(made) ? made : {};
  };
  const shared = environment();
  const call = (object: Record<string, unknown>, name: string, ...args: readonly unknown[]): unknown => {
    const method = object[name];
    if (typeof method !== 'function') throw new Error(`no ${name}`);
    return Reflect.apply(method, object, args);
  };
  return {
    name: '@marcbachmann/cel-js',
    run: (test) =>
      plainOf(
        call(
          environment(),
          'evaluate',
          test.expr[0],
          bindingsOf(test, (value) => new UnsignedInt(value)),
        ),
      ),
    parse: (expression) => call(shared, 'parse', expression) !== undefined,
  };
}

/** `@bufbuild/cel` with its extensions, given as modules. */
export function bufbuild(module: Readonly<Record<string, unknown>>, extensions: Readonly<Record<string, unknown>>): Engine {
  const call = (name: string, ...args: readonly unknown[]): unknown => {
    const run = module[name];
    if (typeof run !== 'function') throw new Error(`no ${name}`);
    return Reflect.apply(run, undefined, args);
  };
  return {
    name: '@bufbuild/cel',
    run: (test) => {
      const answer = call(
        'run',
        test.expr[0],
        bindingsOf(test, (value) => call('celUint', value)),
        { funcs: extensions.strings, namespace: test.container?.[0] },
      );
      return call('isCelError', answer) === true ? undefined : plainOf(answer);
    },
    parse: (expression) => call('parse', expression) !== undefined,
  };
}

type Constructor = new (...args: readonly unknown[]) => unknown;
const isConstructor = (value: unknown): value is Constructor => typeof value === 'function';
function constructorOf(value: unknown): Constructor {
  if (!isConstructor(value)) throw new Error('not a class');
  return value;
}

function bindingsOf(test: CelCase, uint: (value: bigint) => unknown): Record<string, unknown> {
  const bindings: Record<string, unknown> = {};
  for (const { key, value } of test.bindings ?? []) {
    const given: CelCaseValue | undefined = value[0]?.value?.[0];
    if (key[0] !== undefined && given) bindings[key[0]] = native(plainOfCase(given), uint);
  }
  return bindings;
}

function native(plain: unknown, uint: (value: bigint) => unknown): unknown {
  const [type, ...parts]: unknown[] = Array.isArray(plain) ? plain : ['null'];
  const [first] = parts;
  switch (type) {
    case 'int':
      return BigInt(String(first));
    case 'uint':
      return uint(BigInt(String(first)));
    case 'double':
      return Number(first);
    case 'bool':
    case 'string':
      return first;
    case 'bytes':
      return Uint8Array.from(String(first).split(',').filter(Boolean).map(Number)); // prettier-ignore
    case 'list':
      return parts.map((part) => native(part, uint));
    case 'map':
      return new Map(parts.map((entry) => {
        const [key, value]: unknown[] = JSON.parse(String(entry));
        return [native(key, uint), native(value, uint)] as const;
      })); // prettier-ignore
    default:
      return null;
  }
}

/** What an engine answers as plain data. */
function plainOf(value: unknown): Plain | undefined {
  if (value === null) return ['null'];
  if (value instanceof Error || value === undefined) return undefined;
  if (value instanceof Uint8Array) return ['bytes', value.join(',')];
  if (value instanceof Date)
    return ['timestamp', String(Math.floor(value.getTime() / 1000)), String((((value.getTime() % 1000) + 1000) % 1000) * 1e6)];
  switch (typeof value) {
    case 'boolean':
      return ['bool', value];
    case 'bigint':
      return ['int', String(value)];
    case 'number':
      return ['double', String(value)];
    case 'string':
      return ['string', value];
  }
  return isRecord(value) || Array.isArray(value) ? plainOfObject(value) : undefined;
}

function plainOfObject(value: object): Plain {
  if (value instanceof Map) return plainOfEntries([...value]);
  if (isIterable(value)) {
    const items = [...value];
    const isMap = 'entries' in value && !Array.isArray(value) && 'keys' in value && 'get' in value && 'has' in value;
    return isMap ? plainOfEntries(items.map((item) => (Array.isArray(item) ? item : []))) : ['list', ...items.map(plainOf)];
  }
  const fields: Record<string, unknown> = { ...value };
  const name = String(fields.name ?? ('name' in value ? value.name : ''));
  const held = 'value' in value ? value.value : undefined;
  if (typeof held === 'bigint') return ['uint', String(held)];
  if ('seconds' in value && 'nanos' in value)
    return ['duration', String(BigInt(String(value.seconds)) * 1_000_000_000n + BigInt(String(value.nanos)))];
  if ('desc' in value && 'message' in value && isRecord(value.message) && 'seconds' in value.message) {
    const { seconds, nanos } = value.message;
    const isTimestamp = JSON.stringify(value.message.$typeName).includes('Timestamp');
    if (isTimestamp) return ['timestamp', String(seconds), String(nanos)];
    return ['duration', String(BigInt(String(seconds)) * 1_000_000_000n + BigInt(String(nanos)))];
  }
  if (name !== '') return ['type', name];
  return plainOfEntries(Object.entries(fields));
}

const isIterable = (value: object): value is Iterable<unknown> => Symbol.iterator in value;
const plainOfEntries = (entries: readonly (readonly unknown[])[]): Plain => [
  'map',
  ...entries.map(([key, value]) => JSON.stringify([plainOf(key), plainOf(value)])).sort(),
];

/** cel-js does not export the class of its uints: the value of an expression has it. */
function uintClass(module: Readonly<Record<string, unknown>>): Constructor {
  const { evaluate } = module;
  const value: unknown = typeof evaluate === 'function' ? Reflect.apply(evaluate, undefined, ['1u']) : undefined;
  return constructorOf(isRecord(value) ? value.constructor : undefined);
}
