import { findRoute } from './route.ts';
import { findEnd, isReachProblem, podsOfService, type ReachEnd, type ReachProblem } from './find-end.ts';
import { podLegs } from './pod-legs.ts';
import type { AskedPort } from './leg.ts';
import type { Peer } from './peer.ts';
import { reachNotes } from './reach-notes.ts';
import { reachRows, type ReachRow } from './reach-rows.ts';
import type { ReachWorld } from './reach-world.ts';
import { serviceLegs } from './service-legs.ts';

/** A question: from where, to where, on which port. */
export interface ReachQuestion {
  readonly from: string;
  readonly to: string;
  /** Number or name; without it all that the other end declares. */
  readonly port?: number | string;
  readonly protocol?: string;
  /** Where names without a namespace are looked for; everywhere without it. */
  readonly namespace?: string;
}

export interface ReachAnswer {
  readonly from: string;
  readonly to: string;
  /** The Ingress that an URL led through. */
  readonly through?: string;
  /** Whether everything asked for is allowed, some of it, or nothing. */
  readonly verdict: 'allowed' | 'partly' | 'denied';
  readonly rows: readonly ReachRow[];
  readonly notes: readonly string[];
}

/** Whether, and by which policies, one end reaches another; or why that cannot be asked. */
export function reach(question: ReachQuestion, world: ReachWorld): ReachAnswer | ReachProblem {
  const { namespace } = question;
  const from = findEnd(question.from, world, { namespace, servicesFirst: false });
  if (isReachProblem(from)) return from;
  const sources = peersOfEnd(from, world);
  if (sources.length === 0) return { problem: `${from.text} has no pods` };
  const target = question.to.includes('://') ? routedEnd(question.to, world) : plainEnd(question, world);
  if (isReachProblem(target)) return target;
  const { to, port, through } = target;
  if (from.kind === 'addresses' && to.kind === 'addresses')
    return { problem: 'both ends are outside of pods: no network policy has a say' };
  if (from.kind === 'addresses' && through !== undefined) {
    return { problem: `requests come through ${through}`, hint: 'name the pods of the ingress controller as FROM' };
  }
  const legs =
    to.kind === 'service'
      ? serviceLegs(sources, to.service, port, world)
      : podLegs(sources, { text: to.text, peers: peersOfEnd(to, world) }, port, world);
  if (!Array.isArray(legs)) return legs;
  const rows = reachRows(legs, world.policies);
  const allowed = rows.filter((row) => row.allowed).length;
  return {
    from: from.text,
    to: to.text,
    ...(through !== undefined && { through }),
    verdict: allowed === rows.length ? 'allowed' : allowed > 0 ? 'partly' : 'denied',
    rows,
    notes: reachNotes(from, to, rows, world),
  };
}

interface Goal {
  readonly to: ReachEnd;
  readonly port: AskedPort;
  readonly through?: string;
}

function plainEnd({ to, port, protocol, namespace }: ReachQuestion, world: ReachWorld): Goal | ReachProblem {
  const end = findEnd(to, world, { namespace, servicesFirst: true });
  return isReachProblem(end) ? end : { to: end, port: { port, protocol } };
}

/** Where an Ingress sends requests for an URL. */
function routedEnd(text: string, { routes, services }: ReachWorld): Goal | ReachProblem {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return { problem: `"${text}" is no URL` };
  const [route] = routes.flatMap((table) => findRoute(table, url.hostname, url.pathname) ?? []);
  if (!route) return { problem: `no Ingress takes requests for ${url.hostname}${url.pathname}` };
  const { backend, ingress, host, path, pathType } = route;
  const through = `Ingress ${ingress.namespace}/${ingress.name}, ${path === '' ? 'default backend' : `${host}${path} (${pathType})`}`;
  const service = services.find(
    ({ namespace, name }) => backend.kind === 'Service' && namespace === backend.namespace && name === backend.name,
  );
  if (!service || backend.dead)
    return { problem: `${through}, leads nowhere: ${backend.dead?.message ?? `to ${backend.kind} ${backend.name}`}` };
  return { to: { kind: 'service', text: `Service ${service.namespace}/${service.name}`, service }, port: { port: backend.port }, through };
}

/** Of a Service, the pods that it selects: at the near end they are meant. */
function peersOfEnd(end: ReachEnd, world: ReachWorld): readonly Peer[] {
  switch (end.kind) {
    case 'addresses':
      return [end.addresses];
    case 'pods':
      return end.pods;
    case 'service':
      return podsOfService(end.service, world);
  }
}
