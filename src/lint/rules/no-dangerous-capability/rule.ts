import { child, index } from '../../../model/field-path.ts';
import { podBearing } from '../../kinds.ts';
import { containersOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';

/** Capabilities that lead, on their own, from a container to its node or to the traffic of other pods. */
const DANGEROUS = [
  'ALL',
  'BPF',
  'DAC_READ_SEARCH',
  'MAC_ADMIN',
  'NET_ADMIN',
  'NET_RAW',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_MODULE',
  'SYS_PTRACE',
  'SYS_RAWIO',
];

export const noDangerousCapability = defineRule({
  id: 'no-dangerous-capability',
  docs: {
    summary: 'Containers add no capability that opens the node to them.',
    sources: [
      'kube-linter/drop-net-raw-capability',
      'polaris/dangerousCapabilities',
      'kubesec/CapSysAdmin',
      'trivy/AVD-KSV-0005',
      'trivy/AVD-KSV-0022',
    ],
  },
  kinds: podBearing,
  severity: 'warning',
  fix: 'none',
  check: ({ object, report }) => {
    for (const { container, name, path } of containersOf(object)) {
      const list = child(path, 'securityContext', 'capabilities', 'add');
      (container.securityContext?.capabilities?.add ?? []).forEach((capability, i) => {
        if (!DANGEROUS.includes(capability.toUpperCase().replace(/^CAP_/, ''))) return;
        report({
          path: index(list, i),
          message: `Container "${name}" adds the capability "${capability}".`,
          note: 'It is close to being root on the node; ask for the narrowest capability that does.',
        });
      });
    }
  },
});
