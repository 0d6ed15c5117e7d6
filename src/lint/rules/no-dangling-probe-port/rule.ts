import { closest } from '../../../text/closest.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type { Container, EphemeralContainer, HTTPGetAction, TCPSocketAction } from '../../../model/kinds/core-v1.ts';
import { podBearing } from '../../kinds.ts';
import { containersOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';

export const noDanglingProbePort = defineRule({
  id: 'no-dangling-probe-port',
  docs: {
    summary: 'Probes and hooks name ports that their container has.',
    sources: ['kube-linter/readiness-port', 'kube-linter/liveness-port', 'kube-linter/startup-port', 'popeye/container'],
  },
  kinds: podBearing,
  severity: 'error',
  fix: 'none',
  check: ({ object, report }) => {
    for (const { container, name, path } of containersOf(object)) {
      const named = (container.ports ?? []).flatMap((port) => port.name ?? []);
      for (const { what, port, at } of askedPorts(container, path)) {
        // the kubelet reads a name that is a number as one
        if (typeof port !== 'string' || port === '' || /^[+-]?\d+$/.test(port) || named.includes(port)) continue;
        const meant = closest(port, named);
        report({
          path: at,
          message: `Container "${name}" has no port named "${port}".`,
          note: `The ${what} fails every time${meant === undefined ? '' : `; did you mean \`${meant}\`?`}`,
        });
      }
    }
  },
});

interface AskedPort {
  readonly what: string;
  readonly port: string | number | undefined;
  readonly at: FieldPath;
}

/** The ports that the kubelet connects to for a container. */
function askedPorts(container: Container | EphemeralContainer, path: FieldPath): AskedPort[] {
  const { livenessProbe, readinessProbe, startupProbe, lifecycle } = container;
  const asked = (what: string, action: HTTPGetAction | TCPSocketAction | undefined, at: FieldPath): AskedPort[] =>
    action ? [{ what, port: action.port, at: child(at, 'port') }] : [];
  const probes = { livenessProbe, readinessProbe, startupProbe };
  const hooks = { postStart: lifecycle?.postStart, preStop: lifecycle?.preStop };
  return [
    ...Object.entries(probes).flatMap(([name, probe]) => [
      ...asked(name, probe?.httpGet, child(child(path, name), 'httpGet')),
      ...asked(name, probe?.tcpSocket, child(child(path, name), 'tcpSocket')),
    ]),
    ...Object.entries(hooks).flatMap(([name, hook]) =>
      asked(`${name} hook`, hook?.httpGet, child(child(child(path, 'lifecycle'), name), 'httpGet')),
    ),
  ];
}
