import { fieldPath, index } from '../../../model/field-path.ts';
import type { Node } from '../../../model/kinds/core-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { warningsForCidr } from '../../shared/ip.ts';
import { defaultNode, prepareNodeForCreate, prepareNodeForStatusUpdate, prepareNodeForUpdate } from './defaults.ts';
import { validateNodeUpdate } from './update.ts';
import { validateNode } from './validate.ts';

const warningsForNode = ({ spec }: Node): string[] => [
  ...(spec?.configSource ? ['spec.configSource: the feature is removed'] : []),
  ...(spec?.externalID ? ['spec.externalID: this field is deprecated, and is unused by Kubernetes'] : []),
  ...(spec?.podCIDRs ?? []).flatMap((cidr, i) => warningsForCidr(cidr, index(fieldPath('spec', 'podCIDRs'), i))),
];

export const nodeStrategy = defineStrategy<Node>({
  gvk: { group: '', version: 'v1', kind: 'Node' },
  defaults: defaultNode,
  prepareForCreate: prepareNodeForCreate,
  prepareForUpdate: prepareNodeForUpdate,
  prepareForStatusUpdate: prepareNodeForStatusUpdate,
  validate: validateNode,
  validateUpdate: validateNodeUpdate,
  warnings: warningsForNode,
});
