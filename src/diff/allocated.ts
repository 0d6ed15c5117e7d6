import { groupKindText, type GroupVersionKind } from '../model/group-version-kind.ts';
import { deepEqual, isObject, own, type Json, type JsonObject } from '../model/json.ts';
import { objectOf, objectsOf } from './context.ts';

/** Fields that the API server or a controller fills in and keeps when an update leaves them out, as long as the fields they hang on stay. */
const ALLOCATED: Readonly<Record<string, { readonly fields: readonly string[]; readonly unless: readonly string[] }>> = {
  Service: {
    fields: ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'healthCheckNodePort'],
    unless: ['type', 'externalTrafficPolicy'],
  },
  PersistentVolumeClaim: { fields: ['volumeName'], unless: [] },
  Pod: { fields: ['nodeName'], unless: [] },
};

/** `after` with what the cluster has given `before` and `after` does not mention, so that a manifest compares with the output of `kubectl get -o yaml`. */
export function keepAllocated(after: JsonObject, before: JsonObject, gvk: GroupVersionKind): JsonObject {
  const rule = ALLOCATED[groupKindText(gvk)];
  const [old, spec] = [objectOf(before, 'spec'), objectOf(after, 'spec')];
  if (!rule || !old || !spec || rule.unless.some((field) => !deepEqual(own(old, field), own(spec, field)))) return after;
  const kept = rule.fields.flatMap((field) =>
    own(spec, field) === undefined && own(old, field) !== undefined ? [[field, own(old, field)] as const] : [],
  );
  const ports = own(spec, 'ports');
  const withPorts =
    gvk.kind === 'Service' && Array.isArray(ports) ? { ports: ports.map((port: Json) => withNodePort(port, objectsOf(old, 'ports'))) } : {};
  return { ...after, spec: { ...spec, ...Object.fromEntries(kept), ...withPorts } };
}

function withNodePort(port: Json, before: readonly JsonObject[]): Json {
  if (!isObject(port) || own(port, 'nodePort') !== undefined) return port;
  const same = before.find((other) => ['port', 'protocol'].every((field) => deepEqual(own(other, field), own(port, field))));
  const nodePort = same && own(same, 'nodePort');
  return nodePort === undefined ? port : { ...port, nodePort };
}

/** A Service's `clusterIPs` follow its `clusterIP` where only that is given, as the API server has it before it validates. */
export function fillClusterIPs(object: JsonObject, gvk: GroupVersionKind): JsonObject {
  const spec = objectOf(object, 'spec');
  const clusterIP = spec && own(spec, 'clusterIP');
  if (groupKindText(gvk) !== 'Service' || !clusterIP || own(spec, 'clusterIPs') !== undefined) return object;
  return { ...object, spec: { ...spec, clusterIPs: [clusterIP] } };
}

/** A Service as it is in a cluster: whose manifest names no address got one. Which one does not matter, as it is the same before and after. */
export function withClusterIP(object: JsonObject, gvk: GroupVersionKind): JsonObject {
  const spec = objectOf(object, 'spec');
  if (groupKindText(gvk) !== 'Service' || !spec || own(spec, 'type') === 'ExternalName' || own(spec, 'clusterIP'))
    return fillClusterIPs(object, gvk);
  return { ...object, spec: { ...spec, clusterIP: SOME_ADDRESS, clusterIPs: [SOME_ADDRESS] } };
}

const SOME_ADDRESS = '10.96.0.10';
