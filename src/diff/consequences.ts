import { groupKindText, type GroupVersionKind } from '../model/group-version-kind.ts';
import { own, type JsonObject } from '../model/json.ts';
import type { Change, Consequence } from './change.ts';
import { consumersText } from './consumers.ts';
import { objectOf, textOf } from './context.ts';

export interface Judgement {
  readonly consequence: Consequence;
  readonly note?: string;
}

/** Both states of an object that changes, and all objects of the new state. */
export interface Subject {
  readonly gvk: GroupVersionKind;
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly others: readonly JsonObject[];
}

const LIVE: Judgement = { consequence: 'live' };

/** What an accepted change does to the pods that run, as the controllers of the kind go about it. */
export function judge(change: Change, subject: Subject): Judgement {
  switch (groupKindText(subject.gvk)) {
    case 'Deployment.apps':
      return isWithin(change, 'spec.template') ? judgeDeploymentTemplate(subject) : LIVE;
    case 'StatefulSet.apps':
    case 'DaemonSet.apps':
      return isWithin(change, 'spec.template') ? judgeControllerRevision(subject) : LIVE;
    case 'ReplicaSet.apps':
    case 'ReplicationController':
      return isWithin(change, 'spec.template') ? { ...LIVE, note: 'only pods created from now on are made from it' } : LIVE;
    case 'CronJob.batch':
      return isWithin(change, 'spec.jobTemplate') ? { ...LIVE, note: 'from the next run on' } : LIVE;
    case 'Pod':
      return /^spec\.(initContainers|containers)\[[^\]]*\]\.image$/.test(change.path)
        ? { ...LIVE, note: 'the kubelet restarts the container in place' }
        : LIVE;
    case 'ConfigMap':
    case 'Secret':
      return judgeData(change, subject);
    case 'ServiceAccount':
      return change.path.startsWith('metadata') ? LIVE : { ...LIVE, note: 'only pods created from now on take it' };
    default:
      return change.kind === 'reordered' ? { consequence: 'no-op' } : LIVE;
  }
}

const isWithin = ({ path }: Change, field: string): boolean =>
  path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`);

/** As the deployment controller: any difference of the template makes a new ReplicaSet. */
function judgeDeploymentTemplate({ after }: Subject): Judgement {
  const spec = objectOf(after, 'spec');
  if (spec && own(spec, 'paused') === true) return { ...LIVE, note: 'rolls out once the Deployment is no longer paused' };
  return textOf(objectOf(spec, 'strategy'), 'type') === 'Recreate'
    ? { consequence: 'recreate', note: 'all pods stop before new ones start' }
    : { consequence: 'rolling restart' };
}

/** As the StatefulSet and DaemonSet controllers: any difference of the template makes a new ControllerRevision. */
function judgeControllerRevision({ after }: Subject): Judgement {
  const strategy = objectOf(after, 'spec', 'updateStrategy');
  if (textOf(strategy, 'type') === 'OnDelete') return { ...LIVE, note: 'each pod takes it once somebody deletes the pod' };
  if (textOf(strategy, 'type') === 'Recreate') return { consequence: 'recreate', note: 'all pods stop before new ones start' };
  const rollingUpdate = objectOf(strategy, 'rollingUpdate');
  const partition = rollingUpdate && own(rollingUpdate, 'partition');
  return typeof partition === 'number' && partition > 0
    ? { consequence: 'rolling restart', note: `only pods from ordinal ${partition} on (partition)` }
    : { consequence: 'rolling restart' };
}

function judgeData(change: Change, { gvk, after, others }: Subject): Judgement {
  if (!['data', 'binaryData', 'stringData'].some((field) => isWithin(change, field))) return LIVE;
  const metadata = objectOf(after, 'metadata');
  const kind = gvk.kind === 'Secret' ? 'Secret' : 'ConfigMap';
  const note = consumersText(others, kind, textOf(metadata, 'namespace'), textOf(metadata, 'name'));
  return note === undefined ? LIVE : { ...LIVE, note };
}
