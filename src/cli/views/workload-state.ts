import { isObject, type JsonObject } from '../../model/json.ts';
import { printable, type Style } from '../style.ts';
import { at, listAt, textAt } from './object-fields.ts';

/** How far a workload has come: in a few words, whether that is as it should be, and what else is worth knowing. */
export interface WorkloadState {
  readonly text: string;
  readonly tone: 'good' | 'bad' | 'dim' | '';
  readonly more: string;
}

export function workloadState(object: JsonObject): WorkloadState {
  const number = (...path: string[]): number => Number(at(object, ...path) ?? 0);
  switch (object.kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'ReplicaSet':
    case 'ReplicationController':
      return readiness(number('status', 'readyReplicas'), number('spec', 'replicas'));
    case 'DaemonSet':
      return readiness(number('status', 'numberReady'), number('status', 'desiredNumberScheduled'));
    case 'Job': {
      const failed = number('status', 'failed');
      const succeeded = `${number('status', 'succeeded')}/${String(at(object, 'spec', 'completions') ?? 1)} succeeded`;
      return { text: failed > 0 ? `${succeeded}, ${failed} failed` : succeeded, tone: failed > 0 ? 'bad' : '', more: '' };
    }
    case 'CronJob':
      return { text: textAt(object, 'spec', 'schedule'), tone: '', more: '' };
    case 'Pod':
      return podState(object);
    default:
      return { text: '', tone: '', more: '' };
  }
}

const readiness = (ready: number, wanted: number): WorkloadState => ({
  text: `${ready}/${wanted} ready`,
  tone: ready < wanted ? 'bad' : wanted === 0 ? 'dim' : 'good',
  more: '',
});

function podState(pod: JsonObject): WorkloadState {
  const phase = textAt(pod, 'status', 'phase');
  const node = textAt(pod, 'spec', 'nodeName');
  const images = (listAt(pod, 'spec', 'containers') ?? [])
    .map((container) => (isObject(container) ? shortImage(String(container.image ?? '')) : ''))
    .join(', ');
  return {
    text: `${phase}${node === '' ? '' : ` on ${node}`}`,
    tone: phase === 'Succeeded' || (phase === 'Running' && !isUnready(pod)) ? 'good' : 'bad',
    more: images,
  };
}

const isUnready = (pod: JsonObject): boolean =>
  (listAt(pod, 'status', 'conditions') ?? []).some(
    (condition) => isObject(condition) && condition.type === 'Ready' && condition.status === 'False',
  );

/** A digest is known by its beginning. */
const shortImage = (image: string): string => image.replace(/(@sha256:[0-9a-f]{12})[0-9a-f]{52}$/, '$1…');

/** The same for a terminal. */
export function workloadStateText(object: JsonObject, style: Style): string {
  const { text, tone, more } = workloadState(object);
  const paint = { good: style.green, bad: style.red, dim: style.dim, '': (plain: string) => plain }[tone];
  return `${paint(printable(text))}${more === '' ? '' : `  ${style.dim(printable(more))}`}`;
}
