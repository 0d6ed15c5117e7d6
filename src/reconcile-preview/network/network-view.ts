import type { ReadView } from '../../cluster/store.ts';
import { dnsRecords, type DnsRecord } from './dns-records.ts';
import { subdomainFindings } from './subdomain-findings.ts';
import type { NetworkFinding } from './finding.ts';
import { policyViews, type PolicyView } from './policy-view.ts';
import type { RouteTable } from './route.ts';
import { routeTables } from './route-tables.ts';
import { serviceViews, type ServiceView } from './service-view.ts';
import { workloadPods } from './workloads.ts';

/** The network of a cluster at rest, as data: what kube-proxy, CoreDNS, ingress controllers and network plugins make of its objects. */
export interface NetworkView {
  readonly services: readonly ServiceView[];
  readonly records: readonly DnsRecord[];
  readonly routes: readonly RouteTable[];
  readonly policies: readonly PolicyView[];
  /** All findings, those of services, routes and policies among them. */
  readonly findings: readonly NetworkFinding[];
}

/** Looks at the network of the objects in a store. Who reaches whom is a question of its own: `reach`. */
export function networkView(objects: ReadView): NetworkView {
  const services = serviceViews(objects);
  const routes = routeTables(objects, services);
  const policies = policyViews(objects, workloadPods(objects));
  return {
    services,
    records: dnsRecords(objects),
    routes,
    policies,
    findings: [...[...services, ...routes, ...policies].flatMap(({ findings }) => findings), ...subdomainFindings(objects)],
  };
}
