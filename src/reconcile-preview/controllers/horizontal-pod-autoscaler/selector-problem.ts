import type { ReadView } from '../../../cluster/store.ts';
import type { HorizontalPodAutoscaler } from '../../../model/kinds/autoscaling-v2.ts';
import { matchesLabelSelector } from '../../../model/label-selector.ts';
import type { WorkContext } from '../../controller.ts';
import { listObjects, type Typed } from '../../kind.ts';
import { HORIZONTAL_POD_AUTOSCALER, POD } from '../../kinds.ts';
import { findScaleTarget, type ScaleTarget } from './scale-target.ts';

export interface SelectorProblem {
  readonly event: string;
  readonly reason: string;
  /** What the condition says. */
  readonly condition: string;
  /** What events say. */
  readonly message: string;
}

/** So many are named of the autoscalers that share pods; upstream takes any, here the first by name. */
const EXAMPLES = 2;

/** Why an autoscaler cannot tell its pods: its target names no selector, or other autoscalers select some of the same pods. */
export function selectorProblem(
  autoscaler: Typed<HorizontalPodAutoscaler>,
  { selector, selectorText }: ScaleTarget,
  view: ReadView,
  context: WorkContext,
): SelectorProblem | undefined {
  if (selectorText === '') {
    const condition = "the HPA target's scale is missing a selector";
    return { event: 'SelectorRequired', reason: 'InvalidSelector', condition, message: 'selector is required' };
  }
  if (!selector) {
    const message = `couldn't convert selector into a corresponding internal selector object: ${selectorText}`;
    return { event: 'InvalidSelector', reason: 'InvalidSelector', condition: message, message };
  }
  const { namespace } = autoscaler.metadata;
  const autoscalers = listObjects(view, HORIZONTAL_POD_AUTOSCALER, namespace);
  if (autoscalers.length < 2) return undefined;
  const pods = listObjects(view, POD, namespace).filter(({ metadata }) => matchesLabelSelector(selector, metadata.labels));
  const selecting = autoscalers.filter((other) => {
    const target = findScaleTarget(other, view, context);
    if (typeof target === 'string' || !looksAtPods(other, target)) return false;
    return pods.some(({ metadata }) => matchesLabelSelector(target.selector, metadata.labels));
  });
  if (selecting.length < 2) return undefined;
  const examples = selecting.slice(0, EXAMPLES).map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name ?? ''}`);
  const message = `pods by selector ${selectorText} are controlled by more than one HPA (e.g. [${examples.join(' ')}])`;
  return { event: 'AmbiguousSelector', reason: 'AmbiguousSelector', condition: message, message };
}

/** Whether an autoscaler asks for metrics of its pods: it does not while its target is out of bounds or switched off. */
const looksAtPods = ({ spec }: Typed<HorizontalPodAutoscaler>, { replicas, selectorText }: ScaleTarget): boolean =>
  selectorText !== '' && replicas > 0 && replicas >= (spec?.minReplicas ?? 1) && replicas <= (spec?.maxReplicas ?? 1);
