import type { ReadView } from '../../../cluster/store.ts';
import { fieldPath, key } from '../../../model/field-path.ts';
import { goQuote } from '../../../model/go-text.ts';
import { deepEqual } from '../../../model/json.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import type { RuntimeClass } from '../../../model/kinds/node-v1.ts';
import { askForNameProblem } from '../../ask-for-name.ts';
import type { AdmissionPlugin, Denial } from '../../plugin.ts';
import { mergeTolerations } from '../../tolerations.ts';
import { at, forbidden, isAbout, typed } from '../../typed.ts';

/** A pod gets the overhead, node selector and tolerations of its runtime class. */
export const runtimeClass: AdmissionPlugin = {
  name: 'RuntimeClass',
  handles: (request) => request.operation === 'CREATE' && isAbout(request, '', 'pods'),
  admit({ object }, { cluster }) {
    const pod = typed<Pod>(object);
    const { denial, found } = lookUp(pod, cluster.store);
    return denial ?? (found && takeFrom(found, pod));
  },
  validate({ object }, { cluster }) {
    if (!object) return undefined;
    const pod = typed<Pod>(object);
    const { denial, found } = lookUp(pod, cluster.store);
    if (denial) return denial;
    if (found?.overhead) return deepEqual(found.overhead.podFixed ?? {}, pod.spec?.overhead ?? {}) ? undefined : OTHER_OVERHEAD;
    return pod.spec?.overhead
      ? forbidden('pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead', OVERHEAD)
      : undefined;
  },
};

const CLASS_NAME = at(fieldPath('spec', 'runtimeClassName'));
const OVERHEAD = at(fieldPath('spec', 'overhead'));
const OTHER_OVERHEAD = forbidden("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead", OVERHEAD);

/** The class that a pod names, or a refusal when there is none of that name; neither when it names none. */
function lookUp(pod: Pod, store: ReadView): { readonly found?: RuntimeClass; readonly denial?: Denial } {
  const name = pod.spec?.runtimeClassName;
  if (name === undefined) return {};
  const found = store.get({ group: 'node.k8s.io', kind: 'RuntimeClass', namespace: '', name });
  if (found) return { found: typed<RuntimeClass>(found) };
  const problem = askForNameProblem(name);
  const denial: Denial =
    problem === undefined
      ? forbidden(`pod rejected: RuntimeClass ${goQuote(name)} not found`, CLASS_NAME)
      : { kind: 'unclassified', message: problem, blame: CLASS_NAME };
  return { denial };
}

function takeFrom({ overhead, scheduling }: RuntimeClass, pod: Pod): Denial | undefined {
  const spec = (pod.spec = { ...pod.spec });
  if (overhead) {
    const isOther = Object.keys(spec.overhead ?? {}).length > 0 && !deepEqual(overhead.podFixed ?? {}, spec.overhead);
    if (isOther) return OTHER_OVERHEAD;
    if (overhead.podFixed) spec.overhead = overhead.podFixed;
  }
  if (!scheduling) return undefined;
  for (const [label, value] of Object.entries(scheduling.nodeSelector ?? {})) {
    const own = spec.nodeSelector?.[label];
    if (own === undefined || own === value) continue;
    return forbidden(
      `conflict: runtimeClass.scheduling.nodeSelector[${label}] = ${value}; pod.spec.nodeSelector[${label}] = ${own}`,
      at(key(fieldPath('spec', 'nodeSelector'), label)),
    );
  }
  if (scheduling.nodeSelector) spec.nodeSelector = { ...spec.nodeSelector, ...scheduling.nodeSelector };
  const tolerations = mergeTolerations([...(spec.tolerations ?? []), ...(scheduling.tolerations ?? [])]);
  if (tolerations.length > 0) spec.tolerations = tolerations;
  return undefined;
}
