import type { PriorityLevelConfiguration } from '../../../model/kinds/flowcontrol-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { countGeneration, differs, startGeneration } from '../../shared/generation.ts';
import { dropStatus, keepSpec, keepStatus } from '../../shared/status.ts';
import { validatePriorityLevel } from './validate.ts';

export const priorityLevelConfigurationStrategy = defineStrategy<PriorityLevelConfiguration>({
  gvk: { group: 'flowcontrol.apiserver.k8s.io', version: 'v1', kind: 'PriorityLevelConfiguration' },
  defaults: defaultPriorityLevel,
  prepareForCreate(level) {
    dropStatus(level);
    startGeneration(level);
  },
  prepareForUpdate(level, old) {
    countGeneration(level, old, differs(level.spec, old.spec));
    keepStatus(level, old);
  },
  prepareForStatusUpdate: keepSpec,
  validate: validatePriorityLevel,
  validateUpdate: (level, _old, context) => validatePriorityLevel(level, context),
});

function defaultPriorityLevel({ spec = {} }: PriorityLevelConfiguration): void {
  const { exempt, limited } = spec;
  if (exempt) {
    exempt.nominalConcurrencyShares ??= 0;
    exempt.lendablePercent ??= 0;
  }
  if (!limited) return;
  limited.nominalConcurrencyShares ??= 30;
  limited.lendablePercent ??= 0;
  const queuing = limited.limitResponse?.queuing;
  if (!queuing) return;
  queuing.handSize ||= 8;
  queuing.queues ||= 64;
  queuing.queueLengthLimit ||= 50;
}
