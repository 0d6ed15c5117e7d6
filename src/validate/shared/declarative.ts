import type { FieldError } from '../../model/field-error.ts';
import { pathText } from '../../model/field-path.ts';

interface DeclaredError extends FieldError {
  /** Their order among each other, where it is not the order in which they are found. */
  readonly declared: number;
}

/** Marks errors of rules that the API types declare. A server that knows such rules lists their errors after all others. */
export const declared = (errors: readonly FieldError[], rank = 0): DeclaredError[] => errors.map((error) => declare(error, rank));
export const declare = (error: FieldError, rank = 0): DeclaredError => ({ ...error, declared: rank });

/** Whether an error is one of a declared rule. */
export const isDeclared = (error: FieldError): error is DeclaredError => 'declared' in error;

/** Errors of the metadata of a kind whose types declare the form of its name: such a server does not look at `generateName`. */
export const withDeclaredName = (errors: readonly FieldError[]): FieldError[] =>
  errors.flatMap((error) => {
    if (error.type !== 'FieldValueInvalid') return [error];
    switch (pathText(error.path)) {
      case 'metadata.name':
        return declared([error]);
      case 'metadata.generateName':
        return [];
      default:
        return [error];
    }
  });

/** Errors in the order of a server that knows declared rules. */
export const declaredLast = (errors: readonly FieldError[]): readonly FieldError[] => [
  ...errors.filter((error) => !isDeclared(error)),
  ...errors.filter(isDeclared).sort((a, b) => a.declared - b.declared),
];
