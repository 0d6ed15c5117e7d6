import type { AuthorizationRequest, FieldRequirement } from '../../admission/authorization/authorizer.ts';
import { parseFieldSelector } from '../../admission/authorization/field-selector.ts';
import type { UserInfo } from '../../admission/plugin.ts';
import type {
  FieldSelectorAttributes, LabelSelectorAttributes, SelfSubjectAccessReviewSpec,
} from '../../model/kinds/authorization-v1.ts'; // prettier-ignore
import { isLabelSelectorText } from './selector-text.ts';

/** A valid question as authorizers take it, and what of it could not be understood. */
export interface Question {
  readonly request: AuthorizationRequest;
  readonly errors: readonly string[];
}

export function questionOf({ resourceAttributes, nonResourceAttributes }: SelfSubjectAccessReviewSpec, user: UserInfo): Question {
  if (!resourceAttributes) {
    const { verb = '', path = '' } = nonResourceAttributes ?? {};
    return { request: { user, verb, path }, errors: [] };
  }
  const {
    verb = '',
    group = '',
    resource = '',
    subresource = '',
    namespace = '',
    name = '',
    fieldSelector,
    labelSelector,
  } = resourceAttributes;
  const { fields, understood } = fieldSelector ? readFieldSelector(fieldSelector) : { fields: [], understood: 'all' as const };
  return {
    request: { user, verb, group, resource, subresource, namespace, name, fields },
    errors: [...ignored('fieldSelector', understood), ...ignored('labelSelector', labelSelector ? understoodOf(labelSelector) : 'all')],
  };
}

type Understood = 'all' | 'some' | 'none';

function ignored(selector: string, understood: Understood): string[] {
  if (understood === 'all') return [];
  return [`spec.resourceAttributes.${selector} ${understood === 'some' ? 'partially ignored' : 'ignored'} due to parse error`];
}

function readFieldSelector({ rawSelector = '', requirements = [] }: FieldSelectorAttributes): {
  readonly fields: readonly FieldRequirement[];
  readonly understood: Understood;
} {
  if (rawSelector !== '') {
    const fields = parseFieldSelector(rawSelector);
    return { fields: fields ?? [], understood: fields ? 'all' : 'none' };
  }
  const fields = requirements.flatMap(({ key = '', operator, values = [] }): FieldRequirement[] => {
    const [value, ...others] = values;
    if (value === undefined || others.length > 0 || (operator !== 'In' && operator !== 'NotIn')) return [];
    return [{ field: key, operator: operator === 'In' ? '=' : '!=', value }];
  });
  return { fields, understood: share(fields.length, requirements.length) };
}

const OPERATORS: readonly (string | undefined)[] = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

function understoodOf({ rawSelector = '', requirements = [] }: LabelSelectorAttributes): Understood {
  if (rawSelector !== '') return isLabelSelectorText(rawSelector) ? 'all' : 'none';
  return share(requirements.filter(({ operator }) => OPERATORS.includes(operator)).length, requirements.length);
}

const share = (part: number, whole: number): Understood => (part === whole ? 'all' : part > 0 ? 'some' : 'none');
