import { closest } from '../../../text/closest.ts';
import { child, fieldPath, index, type FieldPath } from '../../../model/field-path.ts';
import type { Service } from '../../../model/kinds/core-v1.ts';
import type { Ingress, IngressBackend, ServiceBackendPort } from '../../../model/kinds/networking-v1.ts';
import { ingresses, services } from '../../kinds.ts';
import { defineRule } from '../../rule.ts';
import { labelOf } from '../../view.ts';

/** Port by which the AWS Load Balancer Controller knows that the name is that of an action in the annotations. */
const ANNOTATED = 'use-annotation';

export const noDanglingIngressBackend = defineRule({
  id: 'no-dangling-ingress-backend',
  docs: { summary: 'An Ingress routes to Services and ports that exist.', sources: ['kube-linter/dangling-ingress', 'popeye/ingress'] },
  kinds: ingresses,
  severity: 'warning',
  fix: 'none',
  check: ({ object, namespace, view, report }) => {
    // without any Services of its namespace at hand, they are likely to be elsewhere
    const known = view.list(services, namespace);
    if (known.length === 0) return;
    for (const { backend, path } of backendsOf(object)) {
      const { name = '', port } = backend.service ?? {};
      if (name === '' || port?.name === ANNOTATED) continue;
      // several inputs may bring a Service of one name
      const [service, ...others] = known.filter((each) => each.name === name);
      const at = child(path, 'service');
      if (!service) {
        const meant = closest(
          name,
          known.map((each) => each.name),
        );
        report({
          path: child(at, 'name'),
          message: `There is no Service "${name}" in the namespace "${namespace}".`,
          note: `Requests to this path are answered with 503${meant === undefined ? '' : `; did you mean \`${meant}\`?`}`,
        });
      } else if (port && ![service, ...others].some((each) => hasPort(each.object, port))) {
        report({
          path: child(at, 'port'),
          message: `${labelOf(service)} has no port ${port.name === undefined ? String(port.number) : `named "${port.name}"`}.`,
          note: `It has ${portsText(service.object)}; requests to this path are answered with 503.`,
          related: [{ object: service, path: fieldPath('spec', 'ports'), message: 'the ports of the Service' }],
        });
      }
    }
  },
});

interface Backend {
  readonly backend: IngressBackend;
  readonly path: FieldPath;
}

function backendsOf({ spec = {} }: Ingress): Backend[] {
  const rules = child(fieldPath('spec'), 'rules');
  return [
    ...(spec.defaultBackend ? [{ backend: spec.defaultBackend, path: fieldPath('spec', 'defaultBackend') }] : []),
    ...(spec.rules ?? []).flatMap(({ http }, i) =>
      (http?.paths ?? []).flatMap(({ backend }, j) =>
        backend ? [{ backend, path: child(index(child(child(index(rules, i), 'http'), 'paths'), j), 'backend') }] : [],
      ),
    ),
  ];
}

const hasPort = ({ spec }: Service, { name, number }: ServiceBackendPort): boolean =>
  (spec?.ports ?? []).some((port) => (name === undefined ? port.port === number : port.name === name));

const portsText = ({ spec }: Service): string =>
  spec?.ports?.map(({ port, name }) => (name === undefined ? String(port) : `${port} (${name})`)).join(', ') ?? 'no ports';
