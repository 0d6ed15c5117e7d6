import type { ReadView } from '../../../cluster/store.ts';
import type { DeviceTaintRule } from '../../../model/kinds/resource-v1.ts';
import type { Condition } from '../../../model/kinds/meta-v1.ts';
import { resultsOf } from '../../devices/allocated.ts';
import { RESOURCE_CLAIM, RESOURCE_SLICE } from '../../devices/kinds.ts';
import { selectsDevice } from '../../devices/taints.ts';
import { listObjects, type Typed } from '../../kind.ts';
import { POD } from '../../kinds.ts';
import { evictionOf } from './eviction.ts';

type Rule = Typed<DeviceTaintRule>;

export const EVICTION_IN_PROGRESS = 'EvictionInProgress';

/** What the condition of a rule says of the pods that it evicts; `evicted` is how many have been. */
export function ruleCondition(rule: Rule, rules: readonly Rule[], evicted: number, view: ReadView): Omit<Condition, 'lastTransitionTime'> {
  const judged = judge(rule, rules, evicted, view);
  const count = evicted > 0 ? `${pods(evicted)} evicted since starting the controller.` : '';
  const { generation } = rule.metadata;
  return {
    type: EVICTION_IN_PROGRESS,
    status: judged.isPending ? 'True' : 'False',
    reason: judged.reason,
    message: [judged.message, count].filter(Boolean).join(' '),
    ...(generation !== undefined && { observedGeneration: generation }),
  };
}

interface Judged {
  readonly reason: string;
  readonly message: string;
  readonly isPending?: true;
}

function judge(rule: Rule, rules: readonly Rule[], evicted: number, view: ReadView): Judged {
  switch (rule.spec?.taint?.effect) {
    case 'NoExecute': {
      const pending = pendingPods(rule, rules, view);
      if (pending.pods === 1)
        return { reason: 'PodsPendingEviction', message: `1 pod needs to be evicted in ${pending.where}.`, isPending: true };
      if (pending.pods > 0)
        return { reason: 'PodsPendingEviction', message: `${pending.pods} pods need to be evicted in ${pending.where}.`, isPending: true };
      return { reason: evicted > 0 ? 'Completed' : 'NotStarted', message: '' };
    }
    case 'None': {
      const { published, allocated } = selectedDevices(rule, view);
      const pending = pendingPods(rule, [...rules, rule], view);
      return {
        reason: 'NoEffect',
        message:
          `${devices(published, 'published')} selected. ${devices(allocated, 'allocated')} selected. ` +
          `${pods(pending.pods)} would be evicted in ${pending.where} if the effect was NoExecute. ` +
          'This information will not be updated again. Recreate the DeviceTaintRule to trigger an update.',
      };
    }
    default:
      return { reason: 'OtherEffect', message: 'Eviction only happens for the NoExecute effect.' };
  }
}

const pods = (count: number): string => (count === 1 ? '1 pod' : `${count} pods`);
const devices = (count: number, which: string): string => `${count} ${which} ${count === 1 ? 'device' : 'devices'}`;

function pendingPods(rule: Rule, rules: readonly Rule[], view: ReadView): { readonly pods: number; readonly where: string } {
  const pending = listObjects(view, POD).filter(
    (pod) => pod.metadata.deletionTimestamp === undefined && (evictionOf(pod, rules, view)?.rules.has(rule.metadata.uid ?? '') ?? false),
  );
  const namespaces = new Set(pending.map(({ metadata }) => metadata.namespace)).size;
  return { pods: pending.length, where: namespaces === 1 ? '1 namespace' : `${namespaces} different namespaces` };
}

function selectedDevices(rule: Rule, view: ReadView): { readonly published: number; readonly allocated: number } {
  const published = listObjects(view, RESOURCE_SLICE).flatMap(({ spec }) =>
    (spec?.devices ?? []).filter(({ name }) => selectsDevice(rule, spec?.driver ?? '', spec?.pool?.name ?? '', name ?? '')),
  );
  const allocated = listObjects(view, RESOURCE_CLAIM)
    .flatMap(resultsOf)
    .filter(({ driver = '', pool = '', device = '' }) => selectsDevice(rule, driver, pool, device));
  return { published: published.length, allocated: allocated.length };
}
