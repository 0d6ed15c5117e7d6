/** A type of the checker. */
export type CelType = ScalarType | ListType | MapType | StructType | OpaqueType | TypeType | ParamType;

export interface ScalarType {
  readonly kind: 'bool' | 'bytes' | 'double' | 'int' | 'string' | 'uint' | 'null' | 'dyn' | 'any' | 'error' | 'duration' | 'timestamp';
  /** A wrapper of protobuf: the value or null. */
  readonly isNullable?: true;
}
export interface ListType {
  readonly kind: 'list';
  readonly parameters: readonly [CelType];
}
export interface MapType {
  readonly kind: 'map';
  readonly parameters: readonly [CelType, CelType];
}
/** An object with named fields, or a library's type such as `kubernetes.Quantity`. */
export interface StructType {
  readonly kind: 'struct';
  readonly name: string;
}
/** A type with parameters and a name: `optional_type(int)`, `net.IP`. */
export interface OpaqueType {
  readonly kind: 'opaque';
  readonly name: string;
  readonly parameters: readonly CelType[];
}
/** The type of types. */
export interface TypeType {
  readonly kind: 'type';
  readonly parameters: readonly [CelType] | readonly [];
}
/** A type variable, of a declaration or free. */
export interface ParamType {
  readonly kind: 'param';
  readonly name: string;
}

const scalar = (kind: ScalarType['kind']): ScalarType => ({ kind });
export const BOOL = scalar('bool');
export const BYTES = scalar('bytes');
export const DOUBLE = scalar('double');
export const INT = scalar('int');
export const STRING = scalar('string');
export const UINT = scalar('uint');
export const NULL = scalar('null');
export const DYN = scalar('dyn');
export const ANY = scalar('any');
export const ERROR = scalar('error');
export const DURATION = scalar('duration');
export const TIMESTAMP = scalar('timestamp');
export const TYPE: TypeType = { kind: 'type', parameters: [] };

export const wrapperType = (of: ScalarType): ScalarType => ({ ...of, isNullable: true });
export const listType = (element: CelType): ListType => ({ kind: 'list', parameters: [element] });
export const mapType = (key: CelType, value: CelType): MapType => ({ kind: 'map', parameters: [key, value] });
export const structType = (name: string): StructType => ({ kind: 'struct', name });
export const opaqueType = (name: string, ...parameters: readonly CelType[]): OpaqueType => ({ kind: 'opaque', name, parameters });
export const optionalType = (element: CelType): OpaqueType => opaqueType('optional_type', element);
export const typeType = (of: CelType): TypeType => ({ kind: 'type', parameters: [of] });
export const paramType = (name: string): ParamType => ({ kind: 'param', name });

export const parametersOf = (type: CelType): readonly CelType[] => ('parameters' in type ? type.parameters : []);

/** The name a type goes by at run time: `int`, `google.protobuf.Timestamp`, `list`. */
export function runtimeNameOf(type: CelType): string {
  switch (type.kind) {
    case 'struct':
    case 'opaque':
    case 'param':
      return type.name;
    case 'null':
      return 'null_type';
    case 'duration':
      return 'google.protobuf.Duration';
    case 'timestamp':
      return 'google.protobuf.Timestamp';
    case 'any':
      return 'google.protobuf.Any';
    default:
      return type.kind;
  }
}

/** The type as error messages write it: `list(int)`, `map(string, dyn)`, `timestamp`. */
export function typeText(type: CelType): string {
  switch (type.kind) {
    case 'error':
      return '!error!';
    case 'null':
    case 'any':
    case 'duration':
    case 'timestamp':
      return type.kind;
    default: {
      const parameters = parametersOf(type);
      const name = declaredNameOf(type);
      return parameters.length === 0 ? name : `${name}(${parameters.map(typeText).join(', ')})`;
    }
  }
}

const declaredNameOf = (type: CelType): string => ('isNullable' in type ? `wrapper(${runtimeNameOf(type)})` : runtimeNameOf(type));

/** The type as `Type.String()` of upstream writes it, which what an expression evaluates to is named by. */
export function typeString(type: CelType): string {
  if (type.kind === 'param') return `<${type.name}>`;
  const parameters = parametersOf(type);
  const name = declaredNameOf(type);
  return parameters.length === 0 ? name : `${name}(${parameters.map(typeString).join(', ')})`;
}

/** Whether two types are the same; names of type variables count unless `anyParam`. */
export function sameType(a: CelType, b: CelType, anyParam = false): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  if (!(anyParam && a.kind === 'param') && runtimeNameOf(a) !== runtimeNameOf(b)) return false;
  const [left, right] = [parametersOf(a), parametersOf(b)];
  return left.length === right.length && left.every((parameter, i) => sameType(parameter, right[i] ?? ERROR, anyParam));
}

/** Whether a type is that scalar itself, and no wrapper of it. */
export const isScalar = (type: CelType, { kind }: ScalarType): boolean => type.kind === kind && !('isNullable' in type);
export const isDyn = ({ kind }: CelType): boolean => kind === 'dyn' || kind === 'any';
export const isDynOrError = (type: CelType): boolean => isDyn(type) || type.kind === 'error';

/** What an optional holds, and whether the type is one. */
export const unwrapOptional = (type: CelType): readonly [type: CelType, isOptional: boolean] =>
  type.kind === 'opaque' && type.name === 'optional_type' ? [type.parameters[0] ?? DYN, true] : [type, false];
