import type { Environment } from '../../src/schema/cel/environment.ts';
import { sameType, type CelType } from '../../src/schema/cel/types.ts';
import { BOOL, DYN, INT, listType, mapType, optionalType, parametersOf, STRING, typeText } from '../../src/schema/cel/types.ts';
import type { Overload } from '../../src/schema/cel/declarations.ts';
import type { Chance } from './random-object.ts';

/** How expressions are written. */
export interface ExpressionStyle {
  /** About how many nodes one has. */
  readonly size: number;
  /** One in so many places holds an expression of another type; 0 for none. */
  readonly oddity: number;
}

interface Writing extends ExpressionStyle {
  readonly environment: Environment;
  readonly random: Chance;
  readonly producers: readonly Producer[];
  readonly locals: readonly (readonly [name: string, type: CelType])[];
  readonly budget: { left: number };
}
/** A function, by what it results in. */
interface Producer {
  readonly name: string;
  readonly overload: Overload;
}

const LITERALS: Readonly<Record<string, readonly string[]>> = {
  bool: ['true', 'false'],
  int: ['0', '1', '-1', '2', '3', '10', '64', '1000', '0x7f', '9223372036854775807', '-9223372036854775808'],
  uint: ['0u', '1u', '7u', '18446744073709551615u'],
  double: ['0.0', '1.5', '-2.5', '1e3', '1e308', '1e-320', '0.1'],
  string: [
    "''", "'a'", "'abc'", "'a,b,c'", '"it\'s"', "'aé😀'", "r'\\d+'", "'Ünï'", "'a b  c '", "'0'", "'42'", "'-7'", "'1.5'", "'true'", "'1Ki'", "'100m'", "'1e3'", "'10.0.0.1'", "'::1'",
    "'::ffff:1.2.3.4'", "'10.0.0.0/8'", "'fe80::/64'", "'https://u:p@example.com:80/a/b?c=d&e#f'", "'/a?b'", "'1.2.3-rc.1+b'", "'v1.2'", "'2024-02-29T12:00:00Z'", "'2024-01-01T00:00:00.123+02:00'",
    "'1h30m'", "'-1.5s'", "'Europe/Berlin'", "'%s and %d'", "'%x %b %o %e %f'", "'%.3f %%'", "'%'", "'a=b,c in (d)'", "'metadata.name=x'", "'dns1123Label'", "'kubernetes.io/x'", "'YWJj'",
    "'^(a+)+$'", "'[a-z]{2,5}'", "'(?i)x|y'", "'(?P<n>.)'", "'['", "'\\u00e9\\n'", "'''long'''",
  ],
  bytes: ["b''", "b'abc'", "b'\\xff\\x00'", "b'é'"],
  duration: ["duration('1s')", "duration('-1h2m3.5s')", "duration('2540400h')"],
  timestamp: ["timestamp('2024-02-29T12:00:00Z')", "timestamp('0001-01-01T00:00:00Z')", "timestamp('9999-12-31T23:59:59.999Z')", 'timestamp(0)'],
  null: ['null'],
  type: ['int', 'string', 'type(1)', 'list', 'dyn'],
  'kubernetes.Quantity': ["quantity('1Ki')", "quantity('1.5')", "quantity('-100m')", "quantity('1e18')"],
  'kubernetes.URL': ["url('https://example.com:80/a?b=c')", "url('/x')"],
  'kubernetes.NamedFormat': ['format.dns1123Label()', "format.named('uuid').value()", 'format.qualifiedName()'],
  'kubernetes.Semver': ["semver('1.2.3')", "semver('v1.2', true)"],
  'kubernetes.authorization.Authorizer': ['authorizer', "authorizer.serviceAccount('default', 'a')"],
  'kubernetes.authorization.PathCheck': ["authorizer.path('/healthz')"],
  'kubernetes.authorization.GroupCheck': ["authorizer.group('apps')"],
  'kubernetes.authorization.ResourceCheck': ["authorizer.group('').resource('pods')", 'authorizer.requestResource'],
  'kubernetes.authorization.Decision': ["authorizer.requestResource.check('create')", "authorizer.path('/healthz').check('get')"],
  'net.IP': ["ip('10.0.0.1')", "ip('fe80::1')"],
  'net.CIDR': ["cidr('10.0.0.0/8')", "cidr('::/0')"],
}; // prettier-ignore

const SIMPLE: readonly CelType[] = [STRING, INT, BOOL, DYN, listType(STRING), listType(INT), mapType(STRING, INT)];
const CONCRETE = SIMPLE.filter(({ kind }) => kind !== 'dyn');
const BINARY = /^_(==|!=|\+|-|\*|\/|%|<=?|>=?|&&|\|\|)_$/;

/** An expression of `type` (of any when it is absent) in an environment: of its variables, functions, macros and literals. */
export function randomExpression(environment: Environment, random: Chance, { size, oddity }: ExpressionStyle, type?: CelType): string {
  const producers = producersOf(environment);
  const writing = { environment, random, producers, locals: [], budget: { left: size }, size, oddity };
  return write(writing, type ?? pick(random, SIMPLE), 0);
}

const known = new WeakMap<Environment['functions'], readonly Producer[]>();
function producersOf({ functions }: Environment): readonly Producer[] {
  const made =
    known.get(functions) ??
    [...functions.values()].flatMap(({ name, overloads }) => (name.includes('@') && name !== '@in' ? [] : overloads.map((overload) => ({ name, overload }))));
  known.set(functions, made);
  return made;
} // prettier-ignore

function pick<T>(random: Chance, choices: readonly T[]): T {
  const chosen = choices[random(choices.length)];
  if (chosen === undefined) throw new Error('nothing to choose from');
  return chosen;
}

function write(writing: Writing, wanted: CelType, depth: number): string {
  const { random, budget, oddity } = writing;
  budget.left--;
  const type = oddity > 0 && random(oddity) === 0 ? pick(random, SIMPLE) : wanted;
  if (type.kind === 'dyn')
    return (random(2) === 0 ? selection(writing, type) : undefined) ?? `dyn(${write(writing, pick(random, CONCRETE), depth)})`;
  if (budget.left <= 0 || depth > 12 || random(5) === 0) return leaf(writing, type, depth);
  switch (random(10)) {
    case 0:
      return `(${write(writing, BOOL, depth + 1)} ? ${write(writing, type, depth + 1)} : ${write(writing, type, depth + 1)})`;
    case 1:
    case 2:
    case 3:
      return macro(writing, type, depth) ?? call(writing, type, depth);
    case 4:
      return selection(writing, type) ?? call(writing, type, depth);
    default:
      return call(writing, type, depth);
  }
}

/** A variable or literal. */
function leaf(writing: Writing, type: CelType, depth: number): string {
  const { random, environment, locals } = writing;
  const declared = [...locals, ...environment.variables];
  const exact = declared.flatMap(([name, of]) => (sameType(of, type) ? [name] : []));
  const nearest = locals.at(-1);
  if (nearest && sameType(nearest[1], type) && random(3) > 0) return nearest[0];
  if (exact.length > 0 && random(2) === 0) return pick(random, exact);
  const few = Array.from({ length: depth > 14 ? 0 : random(4) });
  const [first = DYN, second = DYN] = parametersOf(type);
  if (type.kind === 'dyn') return `dyn(${leaf(writing, pick(random, CONCRETE), depth)})`;
  if (type.kind === 'list') return `[${few.map(() => leaf(writing, first, depth + 1)).join(', ')}]`;
  if (type.kind === 'map' && !isKey(first)) return '{}';
  if (type.kind === 'map')
    return `{${few.map(() => `${leaf(writing, first, depth + 1)}: ${leaf(writing, second, depth + 1)}`).join(', ')}}`;
  if (type.kind === 'opaque' && type.name === 'optional_type')
    return random(3) === 0 && depth > 20 ? 'optional.none()' : `optional.of(${leaf(writing, first, depth + 1)})`;
  const literals = LITERALS[typeText(type)];
  return pick(random, literals ?? (exact.length > 0 ? exact : ['null']));
}

/** A call of a function that results in the type. */
function call(writing: Writing, type: CelType, depth: number): string {
  const { random, producers } = writing;
  const fitting = producers.filter(({ overload }) => bind(overload.result, type, new Map()));
  if (fitting.length === 0) return leaf(writing, type, depth);
  // overloads are many for some functions: a name is chosen first
  const name = pick(random, [...new Set(fitting.map((producer) => producer.name))]);
  const { overload } = pick(random, fitting.filter((producer) => producer.name === name)); // prettier-ignore
  const bound = new Map<string, CelType>();
  bind(overload.result, type, bound);
  const args = overload.args.map((arg) => write(writing, substitute(arg, bound, random), depth + 1));
  return render(name, overload, args);
}

function render(name: string, { isMember }: Overload, args: readonly string[]): string {
  const [first = '', second = ''] = args;
  const operator = BINARY.exec(name)?.[1];
  if (operator !== undefined) return `(${first} ${operator} ${second})`;
  switch (name) {
    case '@in':
      return `(${first} in ${second})`;
    case '!_':
    case '-_':
      return `${name[0] ?? ''}(${first})`;
    case '_[_]':
      return `${first}[${second}]`;
    case '_[?_]':
      return `${first}[?${second}]`;
    case '_?._':
      return `${first}.?spec`;
    case '_?_:_':
      return `(${first} ? ${second} : ${args[2] ?? ''})`;
    default:
      return isMember ? `${first}.${name}(${args.slice(1).join(', ')})` : `${name}(${args.join(', ')})`;
  }
}

const FIELDS = ['metadata', 'spec', 'name', 'namespace', 'labels', 'kind', 'data', 'a', 'x', 'userInfo', 'operation', 'replicas', 'containers', 'groups', 'username'] as const; // prettier-ignore

/** A field of a variable: of the right type where the fields are known. */
function selection(writing: Writing, type: CelType): string | undefined {
  const { random, environment, locals } = writing;
  const [name, of] = pick(random, [...locals, ...environment.variables]);
  const knows = (field: string): boolean => of.kind !== 'struct' || environment.provider.fieldType(of.name, field) !== undefined;
  const fields = FIELDS.filter(knows);
  if (fields.length === 0 || !['struct', 'map', 'dyn'].includes(of.kind)) return undefined;
  const field = pick(random, random(20) === 0 ? FIELDS : fields);
  const path = random(2) === 0 && (of.kind !== 'struct' || random(20) === 0) ? `${name}.${field}.${pick(random, FIELDS)}` : `${name}.${field}`;
  const optional = `${name}.?${field}.orValue(${leaf(writing, of.kind === 'struct' ? STRING : type, 0)})`;
  switch (random(6)) {
    case 0:
      return type.kind === 'bool' ? `has(${path})` : path;
    case 1:
      return optional;
    case 2:
      return `${path}[${pick(random, ['0', "'a'", '-1', '1u', '1.0'])}]`;
    default:
      return path;
  }
} // prettier-ignore

const isKey = ({ kind }: CelType): boolean => kind === 'string' || kind === 'int' || kind === 'bool' || kind === 'uint';

function macro(writing: Writing, type: CelType, depth: number): string | undefined {
  const { random, locals } = writing;
  const element = type.kind === 'list' ? type.parameters[0] : pick(random, SIMPLE);
  const x = pick(random, ['x', 'y', 'e', `v${locals.length}`]);
  const y = pick(random, ['i', 'k', 'w']);
  const inside = (of: CelType, ...added: Writing['locals']): string => write({ ...writing, locals: [...locals, ...added] }, of, depth + 1);
  const range = (of: CelType): string =>
    write(writing, random(3) === 0 && isKey(of) ? mapType(of, pick(random, SIMPLE)) : listType(of), depth + 1);
  const source = pick(random, SIMPLE);
  const one: (typeof locals)[number] = [x, source];
  const two: Writing['locals'] = [[y, INT], one];
  if (random(200) === 0) return `cel.bind(${x}, ${write(writing, source, depth + 1)}, ${inside(type, one)})`;
  switch (type.kind) {
    case 'bool':
      return random(2) === 0
        ? `${range(source)}.${pick(random, ['all', 'exists', 'exists_one', 'existsOne'])}(${x}, ${inside(BOOL, one)})`
        : `${range(source)}.${pick(random, ['all', 'exists', 'existsOne'])}(${y}, ${x}, ${inside(BOOL, ...two)})`;
    case 'list':
      switch (random(5)) {
        case 0:
          return `${range(element)}.filter(${x}, ${inside(BOOL, [x, element])})`;
        case 1:
          return `${range(source)}.map(${x}, ${inside(BOOL, one)}, ${inside(element, one)})`;
        case 2:
          return `${range(source)}.transformList(${y}, ${x}, ${inside(element, ...two)})`;
        case 3:
          return `${write(writing, type, depth + 1)}.sortBy(${x}, ${inside(INT, [x, element])})`;
        default:
          return `${range(source)}.map(${x}, ${inside(element, one)})`;
      }
    case 'map':
      return `${range(source)}.${pick(random, ['transformMap', 'transformMap', 'transformMapEntry'])}(${y}, ${x}, ${inside(type.parameters[1], ...two)})`;
    case 'opaque':
      return type.name === 'optional_type'
        ? `${write(writing, optionalType(source), depth + 1)}.${random(2) === 0 ? `optMap(${x}, ${inside(type.parameters[0] ?? DYN, one)})` : `optFlatMap(${x}, ${inside(type, one)})`}`
        : undefined;
    default:
      return undefined;
  }
}

/** Whether `declared` can be `wanted`, and what its type variables are then. */
function bind(declared: CelType, wanted: CelType, bound: Map<string, CelType>): boolean {
  if (declared.kind === 'param') {
    bound.set(declared.name, bound.get(declared.name) ?? wanted);
    return true;
  }
  if (wanted.kind === 'dyn' || declared.kind === 'dyn') return true;
  if (declared.kind !== wanted.kind || ('name' in declared && 'name' in wanted && declared.name !== wanted.name)) return false;
  const [mine, theirs] = [parametersOf(declared), parametersOf(wanted)];
  return mine.length === theirs.length && mine.every((parameter, i) => bind(parameter, theirs[i] ?? DYN, bound));
}

function substitute(type: CelType, bound: Map<string, CelType>, random: Chance): CelType {
  switch (type.kind) {
    case 'param': {
      const chosen = bound.get(type.name) ?? pick(random, CONCRETE);
      bound.set(type.name, chosen);
      return chosen;
    }
    case 'list':
      return listType(substitute(type.parameters[0], bound, random));
    case 'map':
      return mapType(substitute(type.parameters[0], bound, random), substitute(type.parameters[1], bound, random));
    case 'opaque':
      return type.name === 'optional_type' ? optionalType(substitute(type.parameters[0] ?? DYN, bound, random)) : type;
    default:
      return type;
  }
}

const STRAY = ['(', ')', '[', ']', '{', '}', ',', ':', '.', '?', '"', "'", '\\', '`', '&&', '||', '!', '- ', '==', 'in', '0', 'u', 'r', 'b', ' ', '\n', '//', 'has(', '__x__', '😀', '\u0000'] as const; // prettier-ignore

/** The text with a few places spoiled: something taken away, put in twice or put in. */
export function spoilt(text: string, random: Chance): string {
  let result = text;
  for (let times = 1 + random(3); times > 0; times--) {
    const from = random(result.length + 1);
    const to = Math.min(from + 1 + random(4), result.length);
    const instead = [result.slice(from, to).repeat(2), '', pick(random, STRAY)][random(3)] ?? '';
    result = result.slice(0, from) + instead + result.slice(to);
  }
  return result;
}

const ATOMS = ['a', 'b', '.', '\\d', '\\w', '[a-z]', '[^b]', '\\b', '^', '$', 'é', '\\pL', '\\x{1F600}', '[[:alpha:]]', '(?i)a', '\\Q.*\\E', '\\1', '(?=a)', '[', '\\'] as const; // prettier-ignore
const REPEATS = ['*', '+', '?', '*?', '+?', '{2}', '{1,3}', '{2,}', '{0,100}', '{1000}', '{1001}', '**', ''] as const;

/** A regular expression: mostly one that compiles, with repetitions within repetitions. */
export function randomPattern(random: Chance, depth = 0): string {
  const part = (): string => {
    const atom = depth < 5 && random(3) === 0 ? `(${randomPattern(random, depth + 1)})` : pick(random, random(4) === 0 ? ATOMS : ATOMS.slice(0, 6));
    return atom + (random(2) === 0 ? pick(random, random(3) === 0 ? REPEATS : REPEATS.slice(0, 6)) : '');
  };
  const branch = (): string => Array.from({ length: 1 + random(4) }, part).join('');
  return Array.from({ length: random(4) === 0 ? 2 : 1 }, branch).join('|');
} // prettier-ignore
