import { elementsOf, pathOf, type PathElement } from '../../../model/field-path.ts';
import type { FieldError } from '../../../model/field-error.ts';
import { isDeclared } from '../../shared/declarative.ts';
import type { KindStrategy } from '../../strategy.ts';

/** How objects of an older version become those of the version whose rules hold, and back. */
export interface Conversion<V, T> {
  readonly version: string;
  readonly defaults: KindStrategy<V>['defaults'];
  /** The object in the newer form; parts may be shared, so what is changed in them changes in both. */
  readonly convert: (object: V) => T;
  /** Writes what the newer form says into the object. */
  readonly write: (object: V, converted: T) => void;
  /** Rules that the type declares speak of the fields of the older version. */
  readonly olderPath: (path: readonly PathElement[]) => readonly PathElement[];
}

/** The rules of a kind for an older version whose objects have another form. */
export function convertedStrategy<V, T>(strategy: KindStrategy<T>, conversion: Conversion<V, T>): KindStrategy<V> {
  const { convert, write, olderPath } = conversion;
  const change = (object: V, rule: (converted: T) => void): void => {
    const converted = convert(object);
    rule(converted);
    write(object, converted);
  };
  const asOlder = (error: FieldError): FieldError =>
    isDeclared(error) ? { ...error, path: pathOf(olderPath(elementsOf(error.path))) } : error;
  return {
    gvk: { ...strategy.gvk, version: conversion.version },
    defaults: conversion.defaults,
    prepareForCreate: (object, context) => change(object, (converted) => strategy.prepareForCreate?.(converted, context)),
    prepareForUpdate: (object, old, context) =>
      change(object, (converted) => strategy.prepareForUpdate?.(converted, convert(old), context)),
    prepareForStatusUpdate: (object, old, context) =>
      change(object, (converted) => strategy.prepareForStatusUpdate?.(converted, convert(old), context)),
    validate: (object, context) => strategy.validate(convert(object), context).map(asOlder),
    validateUpdate: (object, old, context) => strategy.validateUpdate(convert(object), convert(old), context).map(asOlder),
    ...(strategy.declarativeSince && { declarativeSince: strategy.declarativeSince }),
    warnings: (object, old, context) => strategy.warnings?.(convert(object), old && convert(old), context) ?? [],
  };
}
