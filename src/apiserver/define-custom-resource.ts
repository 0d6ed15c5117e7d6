import type { Cluster } from '../cluster/cluster.ts';
import { apiVersionOf } from '../model/group-version-kind.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import { decodeLeniently } from '../schema/decode.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { ruleContext } from '../validate/feature-gates.ts';
import { strategyOf } from './strategy-of.ts';

const DEFINITIONS = { group: 'apiextensions.k8s.io', version: 'v1', kind: 'CustomResourceDefinition' };

/**
 * Serves the kinds of a CRD without asking whether a server would take it: custom resources can be judged by one that is refused as well, as far
 * as it can be read. Nothing happens where it is no CRD of a version that is served, or has no name.
 */
export function defineCustomResource(cluster: Cluster, registry: SchemaRegistry, value: JsonObject): void {
  const resource = registry.resource(DEFINITIONS);
  if (!resource || value.apiVersion !== apiVersionOf(DEFINITIONS) || value.kind !== DEFINITIONS.kind) return;
  const decoded = decodeLeniently(registry, resource, value);
  const { name } = isObject(decoded.metadata) ? decoded.metadata : {};
  if (typeof name !== 'string' || name === '') return;
  const definition = { ...decoded, apiVersion: value.apiVersion, kind: value.kind, metadata: { name } };
  const strategy = strategyOf(DEFINITIONS);
  const context = ruleContext(registry.release);
  strategy?.defaults(definition, context);
  strategy?.prepareForCreate?.(definition, context);
  cluster.store.put(definition);
}
