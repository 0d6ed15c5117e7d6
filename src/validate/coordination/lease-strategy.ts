import { notSupported, type FieldError } from '../../model/field-error.ts';
import { child, type FieldPath } from '../../model/field-path.ts';
import { asJson, invalidBecause } from '../shared/checks.ts';
import { isQualifiedName } from '../shared/names.ts';

const STRATEGIES = ['OldestEmulationVersion'];

/** How the holder of a lease is chosen. The path of an error names the field twice. */
export function validateLeaseStrategy(strategy: string, at: FieldPath): FieldError[] {
  const path = child(at, 'strategy');
  if (strategy.includes('/')) return invalidBecause(isQualifiedName(strategy), path, asJson(strategy));
  return STRATEGIES.includes(strategy) ? [] : [notSupported(path, asJson(strategy), STRATEGIES)];
}
