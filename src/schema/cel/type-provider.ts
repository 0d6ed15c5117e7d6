import type { CelType } from './types.ts';

/** Knows types of objects by name. */
export interface TypeProvider {
  /** Whether an object type of this name exists. */
  hasType(name: string): boolean;
  /** The type of a field; undefined when the object type has no such field. */
  fieldType(typeName: string, field: string): CelType | undefined;
  /** Fields of a type, where all are known; for messages. */
  fields?(typeName: string): readonly string[] | undefined;
}

export const NO_TYPES: TypeProvider = { hasType: () => false, fieldType: () => undefined };

/** The first provider that knows a type counts. */
export const combineTypes = (...providers: readonly TypeProvider[]): TypeProvider => ({
  hasType: (name) => providers.some((provider) => provider.hasType(name)),
  fieldType: (name, field) => providers.find((provider) => provider.hasType(name))?.fieldType(name, field),
});
