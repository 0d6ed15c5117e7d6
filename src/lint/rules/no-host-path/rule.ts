import { child, index } from '../../../model/field-path.ts';
import { podBearing } from '../../kinds.ts';
import { containersOf, podOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';

const RUNTIME_SOCKET = /(^|\/)(docker|containerd|crio)\.sock$/;

export const noHostPath = defineRule({
  id: 'no-host-path',
  docs: {
    summary: 'Pods do not mount files of their node.',
    sources: ['kube-linter/sensitive-host-mounts', 'kube-linter/docker-sock', 'polaris/hostPathSet', 'trivy/AVD-KSV-0023'],
  },
  kinds: podBearing,
  severity: 'warning',
  fix: 'none',
  check: ({ object, report }) => {
    const { spec, specAt } = podOf(object);
    const mounts = containersOf(object).flatMap(({ container }) => container.volumeMounts ?? []);
    (spec.volumes ?? []).forEach((volume, i) => {
      const hostPath = volume.hostPath?.path;
      if (hostPath === undefined) return;
      const used = mounts.filter(({ name }) => name === volume.name);
      const isReadOnly = used.length > 0 && used.every(({ readOnly }) => readOnly === true);
      report({
        path: child(index(child(specAt, 'volumes'), i), 'hostPath', 'path'),
        message: `Volume "${volume.name ?? ''}" is the path "${hostPath}" of the node.`,
        note: RUNTIME_SOCKET.test(hostPath)
          ? 'Whoever can write to the socket of the container runtime can start a privileged container.'
          : isReadOnly
            ? 'What the pod reads depends on the node it is on.'
            : 'What the pod writes stays on one node, and it can change files that other programs of the node trust.',
      });
    });
  },
});
