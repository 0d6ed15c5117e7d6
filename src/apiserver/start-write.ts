import type { UserInfo } from '../admission/plugin.ts';
import type { Answer, Refused, UnknownKind, WriteOptions } from './api-server.ts';
import { decodeObject } from './decode-object.ts';
import { deprecationWarning } from './deprecations.ts';
import { findResource, gvkOf, metadataText, noMatchText, type Route } from './find-resource.ts';
import type { MutableObject, Outcome, ServerContext, Write } from './server-context.ts';
import { strategyOf } from './strategy-of.ts';
import { createWarningList, type WarningList } from './warning-list.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import { deepCopy, type JsonObject } from '../model/json.ts';
import type { Status } from '../model/status.ts';
import { customResourceStrategy } from '../validate/custom-resource/strategy.ts';
import type { KindStrategy } from '../validate/strategy.ts';

/** Who writes when nobody is named: the administrator that `kubeadm` sets up. */
export const ADMINISTRATOR: UserInfo = { username: 'admin', uid: 'admin', groups: ['system:masters', 'system:authenticated'] };

/** A routed request. */
export interface Started {
  readonly route: Route;
  readonly write: Write;
}

/** Finds where a document goes: its resource and namespace (`default` for namespaced kinds that name none). */
export function startWrite(server: ServerContext, body: JsonObject, options: WriteOptions, subresource = ''): Started | UnknownKind {
  const gvk = gvkOf(body);
  const route = findResource(gvk, server.registry, server.cluster.store);
  if (!route) return { verdict: 'unknown-kind', error: noMatchText(gvk) };
  const { resource, custom } = route;
  const warnings = createWarningList();
  const warning = custom ? custom.deprecation : deprecationWarning(resource.gvk, server.registry.release);
  if (warning !== undefined) warnings.add(warning);
  const namespace = resource.namespaced ? metadataText(body, 'namespace') || 'default' : '';
  const strategy = custom ? customResourceStrategy(custom) : strategyOf(resource.gvk);
  const { dryRun = false, isValid = false, user = ADMINISTRATOR, isTrusted } = options;
  return {
    route,
    write: {
      resource,
      custom,
      strategy,
      subresource,
      namespace,
      dryRun,
      isValid,
      user,
      isTrusted,
      warnings,
      auditAnnotations: new Map(),
      deniedBy: [],
      calls: [],
    },
  };
}

/** Decodes and defaults a body. */
export function readBody(
  { registry, rules }: ServerContext,
  { route, write }: Started,
  body: JsonObject,
): MutableObject | { readonly failure: Status } {
  const object = decodeObject(registry, route, body);
  if (!isFailure(object)) write.strategy?.defaults(object, rules);
  return object;
}

export const isFailure = (value: MutableObject | { readonly failure: Status }): value is { readonly failure: Status } =>
  'failure' in value && !('metadata' in value);

export const refused = ({ resource, namespace, warnings, auditAnnotations, deniedBy, calls }: Write, status: Status): Refused => ({
  verdict: 'rejected',
  code: status.code,
  resource,
  namespace,
  status,
  ...warningsOf(warnings),
  ...annotationsOf(auditAnnotations),
  ...(deniedBy[0] && { deniedBy: deniedBy[0] }),
  ...(calls.length > 0 && { calls }),
});

export function answer(write: Write, outcome: Outcome): Answer {
  if ('failure' in outcome) return refused(write, outcome.failure);
  const { code, object } = outcome;
  const { resource, strategy, namespace, warnings, auditAnnotations, calls } = write;
  return {
    verdict: 'accepted',
    code,
    resource,
    namespace,
    object: strategy?.prepareForRead ? asRead(strategy, object) : object,
    ...warningsOf(warnings),
    ...annotationsOf(auditAnnotations),
    ...(calls.length > 0 && { calls }),
  };
}

function asRead(strategy: KindStrategy<MutableObject>, object: KubernetesObject): KubernetesObject {
  const copy = deepCopy(object);
  strategy.prepareForRead?.(copy);
  return copy;
}

/** Answers tell what warnings are about only where they do. */
export const warningsOf = ({ texts, blames }: WarningList): Pick<Refused, 'warnings' | 'blames'> => ({
  warnings: texts,
  ...(blames.size > 0 && { blames }),
});

/** Answers have audit annotations only where there are some. */
export const annotationsOf = (annotations: ReadonlyMap<string, string>): Pick<Refused, 'auditAnnotations'> =>
  annotations.size > 0 ? { auditAnnotations: Object.fromEntries(annotations) } : {};
