import { duplicate, forbidden, invalid, type FieldError } from '../../../model/field-error.ts';
import { fieldPath } from '../../../model/field-path.ts';
import type { Node, NodeAddress, NodeSpec } from '../../../model/kinds/core-v1.ts';
import { isSince } from '../../../schema/release.ts';
import { each } from '../../shared/checks.ts';
import { shown, struct, text } from '../../shared/go-form.ts';
import { validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateAvoidPods } from './avoid-pods.ts';
import { validateDeclaredFeatures, validateNode, validateNodeResources, validateTaints } from './validate.ts';

export const validateNodeUpdate = (node: Node, old: Node, context: RuleContext): FieldError[] => [
  ...validateNode(node, context),
  ...validateObjectMetaUpdate(node.metadata, old.metadata, fieldPath('metadata')),
  ...validateAvoidPods(node.metadata?.annotations, fieldPath('metadata', 'annotations')),
  ...validateNodeResources(node.status ?? {}),
  ...validateDeclaredFeatures(node.status?.declaredFeatures, fieldPath('status', 'declaredFeatures')),
  ...validateAddresses(node.status?.addresses),
  ...validateSpecChange(node.spec ?? {}, old.spec ?? {}, context),
  ...validateTaints(node.spec?.taints, fieldPath('metadata', 'taints')),
  ...((node.spec?.externalID ?? '') === (old.spec?.externalID ?? '')
    ? []
    : [forbidden(fieldPath('spec', 'externalID'), 'may not be updated')]),
];

const addressForm = struct([
  ['Type', 'type', text],
  ['Address', 'address', text],
]);

function validateAddresses(addresses: readonly NodeAddress[] | undefined): FieldError[] {
  const seen = new Set<string>();
  return each(addresses, fieldPath('status', 'addresses'), (address, path) => {
    const form = addressForm(address);
    const repeated = seen.has(form);
    seen.add(form);
    return repeated ? [duplicate(path, shown(addressForm, address))] : [];
  });
}

/** Networks and the provider's name of a node are given once. */
function validateSpecChange(spec: NodeSpec, old: NodeSpec, { release }: RuleContext): FieldError[] {
  const cidrs = old.podCIDRs ?? [];
  const changed = cidrs.length !== (spec.podCIDRs?.length ?? 0) ? [0] : [...cidrs.keys()].filter((i) => cidrs[i] !== spec.podCIDRs?.[i]);
  const [id = '', oldId = ''] = [spec.providerID, old.providerID];
  const provider = fieldPath('spec', 'providerID');
  return [
    ...(cidrs.length > 0 ? changed : []).map(() =>
      forbidden(fieldPath('spec', 'podCIDRs'), 'node updates may not change podCIDR except from "" to valid'),
    ),
    ...(oldId === '' || id === oldId
      ? []
      : [isSince(release, '1.37') ? invalid(provider, null, idRefusal(id)) : forbidden(provider, ID_REFUSAL)]),
  ];
}

const ID_REFUSAL = 'node updates may not change providerID except from "" to valid';
const idRefusal = (id: string): string => (id === '' ? 'field cannot be cleared once set' : 'field cannot be modified once set');
