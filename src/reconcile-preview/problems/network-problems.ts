import { child, fieldPath, index, type FieldPath } from '../../model/field-path.ts';
import type { Ingress, IngressBackend } from '../../model/kinds/networking-v1.ts';
import { getObject, listObjects, type Typed } from '../kind.ts';
import { INGRESS, INGRESS_CLASS, SECRET, SERVICE } from '../kinds.ts';
import { objectText, type NetworkFinding, type ObjectName } from '../network/finding.ts';
import { missingObject } from './missing-object.ts';
import { wholeOf, type PreviewProblem, type ProblemPlace } from './problem.ts';
import type { ProblemScene } from './scene.ts';
import { missingEndpoints } from './missing-endpoints.ts';
import type { WorkloadProblem } from './pod-problems.ts';
import type { Unwell } from './workloads.ts';

/** What leads nowhere in the network of what was applied, and what that comes of: services of pods that are not well, routes to such services. */
export function networkProblems(workloads: readonly WorkloadProblem[], scene: ProblemScene): PreviewProblem[] {
  const findings = scene.network.findings.filter(({ severity, object }) => severity !== 'info' && scene.isResult(object));
  const ofServices = findings
    .filter(({ object }) => object.kind === SERVICE.kind)
    .map((finding) => problemOf(finding, missingEndpoints(finding, workloads, scene)));
  // Routes may lead to services that were there before.
  const known = new Map<string, PreviewProblem[]>();
  const ofService = (service: ObjectName): PreviewProblem[] => {
    const name = objectText(service);
    const own = ofServices.filter(({ object }) => objectText(object) === name);
    const found = known.get(name) ?? (own.length > 0 ? own : earlierService(name, workloads, scene));
    known.set(name, found);
    return found.filter(({ reason }) => reason !== 'NoLocalEndpoints');
  };
  const others = findings
    .filter(({ object }) => object.kind !== SERVICE.kind)
    .map((finding) => problemOf(finding, unwell(finding, ofService, scene)));
  return [...ofServices, ...others];
}

const earlierService = (name: string, workloads: readonly WorkloadProblem[], scene: ProblemScene): PreviewProblem[] =>
  scene.network.findings
    .filter(({ severity, object }) => severity !== 'info' && objectText(object) === name)
    .map((finding) => problemOf(finding, missingEndpoints(finding, workloads, scene)));

function problemOf(finding: NetworkFinding, unwell: Unwell): PreviewProblem {
  const { severity, object, reason, message } = finding;
  return {
    severity: severity === 'error' ? 'error' : 'warning',
    object,
    reason,
    message,
    effect: (/^(.*?(?:has no endpoints|leads nowhere))/.exec(message)?.[1] ?? message).replace(/^P(?=ort )/, 'p').replace(/^T(?=he )/, 't'),
    places: [wholeOf(object)],
    ...unwell,
  };
}

function unwell(
  { object, reason, target }: NetworkFinding,
  ofService: (service: ObjectName) => PreviewProblem[],
  scene: ProblemScene,
): Unwell {
  const places = [placeIn(object, target, scene)];
  switch (reason) {
    case 'NoEndpoints':
      return { causes: target ? ofService(target) : [], places };
    case 'ServiceNotFound':
    case 'NoHostnameRecord':
      return target && !getObject(scene.view, SERVICE, target.namespace, target.name)
        ? { causes: [missingObject(SERVICE, target, scene, { places })] }
        : { causes: [], places: [...places, ...(target ? [{ object: target, path: fieldPath('spec', 'selector') }] : [])] };
    case 'SecretNotFound':
      return target ? { causes: [missingObject(SECRET, target, scene, { places })] } : { causes: [] };
    case 'ServicePortNotFound':
      return { causes: [], places: places.map((place) => portOf(place)), ...portRemedy(target, scene) };
    case 'NoIngressClass':
    case 'IngressClassNotFound':
      return { causes: [], places: [{ object, path: fieldPath('spec', 'ingressClassName') }], remedy: classRemedy(reason, object, scene) };
    default:
      return { causes: [], places };
  }
}

/** The port beside the name of a service. */
const portOf = (place: ProblemPlace): ProblemPlace => (place.path.parent ? { ...place, path: child(place.path.parent, 'port') } : place);

function portRemedy(target: ObjectName | undefined, { network }: ProblemScene): Pick<Unwell, 'remedy'> {
  const service = target && network.services.find(({ namespace, name }) => namespace === target.namespace && name === target.name);
  const ports = (service?.ports ?? []).map(({ name, port }) => (name === '' ? `number ${port}` : `name ${name}`));
  return target && ports.length > 0 ? { remedy: `route to a port of ${objectText(target)} that it has: ${ports.join(' or ')}` } : {};
}

function classRemedy(reason: string, object: ObjectName, { view }: ProblemScene): string {
  const classes = listObjects(view, INGRESS_CLASS).map(({ metadata }) => metadata.name ?? '');
  const choose = `set spec.ingressClassName of ${objectText(object)} to ${classes.length > 0 ? classes.join(' or ') : 'the class of a controller in the cluster'}`;
  return reason === 'NoIngressClass'
    ? choose
    : classes.length > 0
      ? `${choose}, or create the class`
      : 'create the IngressClass, or bring it with --cluster';
}

/** Where an Ingress names a service or a certificate; the object as a whole elsewhere. */
function placeIn(object: ObjectName, target: ObjectName | undefined, { view }: ProblemScene): ProblemPlace {
  if (object.kind === 'StatefulSet') return { object, path: fieldPath('spec', 'serviceName') };
  const ingress = object.kind === INGRESS.kind ? getObject(view, INGRESS, object.namespace, object.name) : undefined;
  const path = ingress && target && fieldNaming(ingress, target);
  return path ? { object, path } : wholeOf(object);
}

function fieldNaming({ spec = {} }: Typed<Ingress>, { kind, name }: ObjectName): FieldPath | undefined {
  if (kind === SECRET.kind) {
    const i = (spec.tls ?? []).findIndex(({ secretName }) => secretName === name);
    return i < 0 ? undefined : child(index(fieldPath('spec', 'tls'), i), 'secretName');
  }
  const backends: { readonly backend: IngressBackend | undefined; readonly at: FieldPath }[] = [
    ...(spec.rules ?? []).flatMap(({ http }, i) =>
      (http?.paths ?? []).map(({ backend }, j) => ({
        backend,
        at: child(index(child(index(fieldPath('spec', 'rules'), i), 'http', 'paths'), j), 'backend'),
      })),
    ),
    { backend: spec.defaultBackend, at: fieldPath('spec', 'defaultBackend') },
  ];
  const found = backends.find(({ backend }) => backend?.service?.name === name);
  return found && child(found.at, 'service', 'name');
}
