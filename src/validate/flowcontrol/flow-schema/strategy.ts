import type { FlowSchema } from '../../../model/kinds/flowcontrol-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { countGeneration, differs, startGeneration } from '../../shared/generation.ts';
import { dropStatus, keepSpec, keepStatus } from '../../shared/status.ts';
import { validateFlowSchema } from './validate.ts';

const PRECEDENCE = 1000;

export const flowSchemaStrategy = defineStrategy<FlowSchema>({
  gvk: { group: 'flowcontrol.apiserver.k8s.io', version: 'v1', kind: 'FlowSchema' },
  defaults(schema) {
    (schema.spec ??= {}).matchingPrecedence ||= PRECEDENCE;
  },
  prepareForCreate(schema) {
    dropStatus(schema);
    startGeneration(schema);
  },
  prepareForUpdate(schema, old) {
    countGeneration(schema, old, differs(schema.spec, old.spec));
    keepStatus(schema, old);
  },
  prepareForStatusUpdate: keepSpec,
  validate: validateFlowSchema,
  validateUpdate: validateFlowSchema,
});
