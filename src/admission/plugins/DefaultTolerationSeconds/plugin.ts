import type { Pod, Toleration } from '../../../model/kinds/core-v1.ts';
import type { AdmissionPlugin } from '../../plugin.ts';
import { isAbout, typed } from '../../typed.ts';

const KEYS = [
  { key: 'node.kubernetes.io/not-ready', condition: 'notReady' },
  { key: 'node.kubernetes.io/unreachable', condition: 'unreachable' },
] as const;
/** Unless the flags `default-not-ready-toleration-seconds` and `default-unreachable-toleration-seconds` say otherwise. */
const SECONDS = 300;

/** Pods stay for five minutes on a node that is not ready or not reachable, unless they say otherwise. */
export const defaultTolerationSeconds: AdmissionPlugin = {
  name: 'DefaultTolerationSeconds',
  handles: (request) => request.operation !== 'DELETE' && isAbout(request, '', 'pods'),
  admit({ object }, { configuration }) {
    const pod = typed<Pod>(object);
    const tolerations = pod.spec?.tolerations ?? [];
    const missing = KEYS.filter(({ key }) => !tolerations.some((toleration) => covers(toleration, key)));
    if (missing.length === 0) return undefined;
    const added = missing.map(({ key, condition }): Toleration => {
      const tolerationSeconds = configuration?.tolerationSeconds?.[condition] ?? SECONDS;
      return { key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds };
    });
    pod.spec = { ...pod.spec, tolerations: [...tolerations, ...added] };
    return undefined;
  },
};

/** Whether a toleration speaks of the taint `key:NoExecute`, whatever its operator and value. */
const covers = ({ key = '', effect = '' }: Toleration, taint: string): boolean =>
  (key === taint || key === '') && (effect === 'NoExecute' || effect === '');
