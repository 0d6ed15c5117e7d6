import { DYN, listType, mapType, type CelType } from './types.ts';

/**
 * The type that `variables.x` has, given what the variable's expression evaluates to, or undefined where that does not compile: values, lists and maps keep
 * their types, all else is dynamic.
 */
export function variableType(type: CelType | undefined): CelType {
  switch (type?.kind) {
    case 'any':
    case 'bool':
    case 'bytes':
    case 'double':
    case 'duration':
    case 'int':
    case 'null':
    case 'string':
    case 'timestamp':
    case 'uint':
      return type;
    case 'list':
      return listType(variableType(type.parameters[0]));
    case 'map':
      return mapType(variableType(type.parameters[0]), variableType(type.parameters[1]));
    default:
      return DYN;
  }
}
