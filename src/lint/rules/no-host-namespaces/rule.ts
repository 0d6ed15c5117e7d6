import { child } from '../../../model/field-path.ts';
import { podBearing } from '../../kinds.ts';
import { podOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';

const SHARED = {
  hostNetwork: 'the network of its node: its ports are taken there, network policies do not hold, and services on localhost are open to it',
  hostPID: 'the processes of its node: it sees their environment and may be able to end them',
  hostIPC: 'the shared memory of its node',
} as const;

export const noHostNamespaces = defineRule({
  id: 'no-host-namespaces',
  docs: {
    summary: 'Pods have network, process and IPC namespaces of their own.',
    sources: [
      'kube-linter/host-network',
      'kube-linter/host-pid',
      'kube-linter/host-ipc',
      'polaris/hostNetworkSet',
      'kubesec/HostNetwork',
      'trivy/AVD-KSV-0009',
    ],
  },
  kinds: podBearing,
  severity: 'warning',
  fix: 'none',
  check: ({ object, report }) => {
    const { spec, specAt } = podOf(object);
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC'] as const) {
      if (spec[field] === true)
        report({ path: child(specAt, field), message: `The pod has \`${field}: true\`.`, note: `It shares ${SHARED[field]}.` });
    }
  },
});
