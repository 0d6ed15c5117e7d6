import type { ReadView } from '../../cluster/store.ts';
import type { Ingress } from '../../model/kinds/networking-v1.ts';
import { getObject, type Typed } from '../kind.ts';
import { SECRET } from '../kinds.ts';
import { objectName, objectText, type NetworkFinding } from './finding.ts';
import type { RouteBackend } from './ingress-backend.ts';
import { samePaths } from './path-match.ts';
import type { Route } from './route.ts';

/** What is wrong with routes that one controller serves: backends that nothing answers for, and rules that take the same requests. */
export const routeFindings = (routes: readonly Route[]): NetworkFinding[] => [...routes.flatMap(deadBackend), ...conflicts(routes)];

function deadBackend({ ingress, host, path, backend }: Route): NetworkFinding[] {
  // A host without paths leads to the default backend, of which it is said already.
  if (!backend.dead || (path === '' && host !== '')) return [];
  const { reason, message } = backend.dead;
  const where = path === '' ? 'The default backend' : `${host}${path}`;
  return [
    {
      severity: reason === 'NoEndpoints' ? 'warning' : 'error',
      object: ingress,
      reason,
      message: `${where} leads nowhere: ${message}`,
      target: { kind: backend.kind, namespace: backend.namespace, name: backend.name },
    },
  ];
}

/** Two rules of the same host that take the same requests. The order of routes says which comes first, not which one a controller takes. */
function conflicts(routes: readonly Route[]): NetworkFinding[] {
  const byHost = new Map<string, Route[]>();
  for (const route of routes) {
    const key = route.path === '' ? `rest of ${route.host}` : `host ${route.host}`;
    byHost.set(key, [...(byHost.get(key) ?? []), route]);
  }
  return [...byHost.values()].flatMap((siblings) =>
    siblings.flatMap((route, i) => {
      const first = siblings.slice(0, i).find((each) => samePaths(each, route));
      return first ? [conflict(first, route)] : [];
    }),
  );
}

function conflict(first: Route, second: Route): NetworkFinding {
  const isSame = backendText(first.backend) === backendText(second.backend);
  const what = second.path === '' ? 'The default backend' : `${second.host}${second.path}`;
  const also =
    first.ingress.name === second.ingress.name && first.ingress.namespace === second.ingress.namespace
      ? 'twice'
      : `in ${objectText(first.ingress)}, too`;
  return {
    severity: isSame ? 'info' : 'warning',
    object: second.ingress,
    reason: isSame ? 'DuplicatePath' : 'ConflictingPath',
    message: isSame
      ? `${what} is routed ${also}, to the same backend.`
      : `${what} is routed ${also}, but to ${backendText(first.backend)} instead of ${backendText(second.backend)}; which one wins is up to the controller (most take the older Ingress).`,
  };
}

/** `web:http`, `other/web:80`. */
export const backendText = ({ kind, name, port }: RouteBackend): string =>
  `${kind === 'Service' ? '' : `${kind} `}${name}${port === undefined ? '' : `:${port}`}`;

const CERTIFICATE_ISSUERS = ['cert-manager.io/issuer', 'cert-manager.io/cluster-issuer', 'kubernetes.io/tls-acme'];

/** Certificates that nobody brings. One that an issuer is asked for by annotation comes later. */
export function tlsFindings(ingress: Typed<Ingress>, view: ReadView): NetworkFinding[] {
  const { annotations = {}, namespace = '' } = ingress.metadata;
  if (CERTIFICATE_ISSUERS.some((name) => annotations[name] !== undefined)) return [];
  return (ingress.spec?.tls ?? []).flatMap(({ secretName, hosts = [] }): NetworkFinding[] => {
    if (!secretName) return [];
    const secret = getObject(view, SECRET, namespace, secretName);
    const of = hosts.length === 0 ? '' : ` of ${hosts.join(', ')}`;
    const say = (reason: string, message: string): NetworkFinding[] => [
      {
        severity: 'warning',
        object: objectName(ingress),
        reason,
        message,
        target: { kind: SECRET.kind, namespace, name: secretName },
      },
    ];
    if (!secret) return say('SecretNotFound', `The certificate${of} is to be in Secret ${namespace}/${secretName}, which does not exist.`);
    if (secret.data?.['tls.crt'] === undefined || secret.data['tls.key'] === undefined) {
      return say('SecretWithoutCertificate', `Secret ${namespace}/${secretName} has no tls.crt and tls.key for the certificate${of}.`);
    }
    return [];
  });
}
