import { forbidden, required, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type { LimitResponse, PriorityLevelConfigurationSpec } from '../../../model/kinds/flowcontrol-v1.ts';

/** Which fields go with which type, as the API types declare it: wherever the fields are, without words. */
export function validateUnions({ type = '', limited, exempt }: PriorityLevelConfigurationSpec, at: FieldPath): FieldError[] {
  const limitedAt = child(at, 'limited');
  return [
    ...(exempt && type !== 'Exempt' ? [forbidden(child(at, 'exempt'), '')] : []),
    ...validateMember(limited, type === 'Limited', limitedAt),
    ...(type === '' ? [required(child(at, 'type'))] : []),
    ...(limited ? validateResponse(limited.limitResponse ?? {}, child(limitedAt, 'limitResponse')) : []),
  ];
}

const validateResponse = ({ type = '', queuing }: LimitResponse, at: FieldPath): FieldError[] => [
  ...validateMember(queuing, type === 'Queue', child(at, 'queuing')),
  ...(type === '' ? [required(child(at, 'type'))] : []),
];

function validateMember(member: object | undefined, isNeeded: boolean, at: FieldPath): FieldError[] {
  if (isNeeded) return member ? [] : [required(at)];
  return member ? [forbidden(at, '')] : [];
}

/** The same as releases before 1.36 have it. */
export function validateUnionsBefore({ type = '', limited, exempt }: PriorityLevelConfigurationSpec, at: FieldPath): FieldError[] {
  const limitedAt = child(at, 'limited');
  switch (type) {
    case '':
      return [required(child(at, 'type'))];
    case 'Exempt':
      return limited ? [forbidden(limitedAt, 'must be nil if the type is not Limited')] : [];
    case 'Limited':
      return [
        ...(exempt ? [forbidden(child(at, 'exempt'), 'must be nil if the type is Limited')] : []),
        ...(limited
          ? validateResponseBefore(limited.limitResponse ?? {}, child(limitedAt, 'limitResponse'))
          : [required(limitedAt, 'must not be empty when type is Limited')]),
      ];
    default:
      return [];
  }
}

function validateResponseBefore({ type = '', queuing }: LimitResponse, at: FieldPath): FieldError[] {
  const path = child(at, 'queuing');
  if (type === '') return [required(child(at, 'type'))];
  if (type === 'Reject' && queuing) return [forbidden(path, 'must be nil if limited.limitResponse.type is not Limited')];
  return type === 'Queue' && !queuing ? [required(path, 'must not be empty if limited.limitResponse.type is Limited')] : [];
}
