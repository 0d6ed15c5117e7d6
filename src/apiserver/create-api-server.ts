import type { AdmissionConfiguration } from '../admission/configuration.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import type { JsonObject } from '../model/json.ts';
import { notFoundStatus } from '../model/status.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { ruleContext } from '../validate/feature-gates.ts';
import type { RuleContext } from '../validate/strategy.ts';
import type { Answer, ApiServer, WriteOptions } from './api-server.ts';
import { applyPatch, existingIn } from './apply.ts';
import { authorizeWrite } from './authorize-write.ts';
import { bindPod, bindingWrite } from './bind.ts';
import { connect } from './connect.ts';
import { createBinding } from './create-binding.ts';
import { createObject } from './create-object.ts';
import { deleteNamed } from './delete-named.ts';
import { ensureReferences } from './ensure.ts';
import { evictionWrite, evictPod } from './evict.ts';
import { metadataText } from './find-resource.ts';
import { methodNotAllowed, resourceNotFound } from './routing-status.ts';
import { dedupeOwnerReferences } from './owner-references.ts';
import { replaceStatus } from './replace-status.ts';
import { failed, groupResourceOf, type MutableObject, type Outcome, type ServerContext, type Write } from './server-context.ts';
import { ADMINISTRATOR, answer, isFailure, readBody, refused, startWrite, type Started } from './start-write.ts';
import { createReview } from './reviews/create-review.ts';
import { updateObject } from './update-object.ts';

export interface ApiServerOptions {
  readonly cluster: Cluster;
  readonly registry: SchemaRegistry;
  readonly admission?: AdmissionConfiguration;
  readonly onCall?: ServerContext['onCall'];
}

/** The API server of `cluster` as the registry's release has it, with default flags but for those of `admission`. */
export function createApiServer({ cluster, registry, admission = {}, onCall }: ApiServerOptions): ApiServer {
  const rules: RuleContext = {
    ...ruleContext(registry.release),
    get now() {
      return cluster.clock.timestamp();
    },
  };
  const server: ServerContext = { cluster, registry, rules, admission, onCall };

  /** Routes and reads a body, lets `act` write it, and answers. */
  function handle(
    body: JsonObject,
    options: WriteOptions,
    { verb, subresource = '' }: { readonly verb: 'create' | 'update'; readonly subresource?: string },
    act: (started: Started, object: MutableObject) => Outcome,
  ): Answer {
    const started = startWrite(server, body, options, subresource);
    if ('verdict' in started) return started;
    const { write } = started;
    const forbidden = authorizeWrite(server, write, verb, verb === 'create' ? '' : metadataText(body, 'name'));
    if (forbidden) return refused(write, forbidden);
    if (started.route.isList || write.namespace.includes('/')) return refused(write, resourceNotFound());
    if (subresource !== '' && !write.resource.subresources.includes(subresource)) return refused(write, resourceNotFound());
    if (subresource === '' && !write.resource.verbs.includes(verb)) return refused(write, methodNotAllowed());
    if (options.ensure) ensureReferences(api, write.namespace, body);
    const object = readBody(server, started, body);
    if (isFailure(object)) return refused(write, object.failure);
    return answer(write, act(started, object));
  }

  /** Resources that are only ever created (reviews) are answered, not stored. */
  function post(write: Write, object: MutableObject): Outcome {
    const { gvk, verbs } = write.resource;
    if (verbs.includes('get')) return createObject(server, write, object);
    return gvk.group === '' && gvk.kind === 'Binding' ? createBinding(server, write, object) : createReview(server, write, object);
  }

  const existingOf = ({ resource, namespace }: Write, object: MutableObject): KubernetesObject | undefined =>
    cluster.store.get({ group: resource.gvk.group, kind: resource.gvk.kind, namespace, name: object.metadata.name ?? '' });

  function put({ write }: Started, object: MutableObject, existing: KubernetesObject | undefined): Outcome {
    if (!existing && (write.subresource !== '' || !write.strategy?.createOnUpdate))
      return failed(notFoundStatus(groupResourceOf(write.resource), object.metadata.name ?? ''));
    if (!existing) {
      const forbidden = authorizeWrite(server, write, 'create', object.metadata.name ?? '');
      return forbidden ? failed(forbidden) : createObject(server, write, object);
    }
    dedupeOwnerReferences(object.metadata, write.warnings, false);
    return updateObject(server, write, object, existing);
  }

  /** PUT with the resource version that the object has now. */
  function overwrite(started: Started, object: MutableObject): Outcome {
    const existing = existingOf(started.write, object);
    object.metadata.resourceVersion = existing?.metadata.resourceVersion ?? '';
    return put(started, object, existing);
  }

  const api: ApiServer = {
    cluster,
    registry,
    create: (body, options = {}) => handle(body, options, { verb: 'create' }, ({ write }, object) => post(write, object)),
    replace: (body, options = {}) =>
      handle(body, options, { verb: 'update' }, (started, object) => put(started, object, existingOf(started.write, object))),
    createOrReplace(body, options = {}) {
      const created = api.create(body, options);
      return isAlreadyThere(created) ? handle(body, options, { verb: 'update' }, overwrite) : created;
    },
    apply(body, lastApplied, options = {}) {
      const started = startWrite(server, body, options);
      if ('verdict' in started) return started;
      const name = metadataText(body, 'name');
      const unreadable = authorizeWrite(server, started.write, 'get', name);
      if (unreadable) return refused(started.write, unreadable);
      const existing = existingIn(cluster, started.write, body);
      if (!existing) return api.create(body, options);
      const forbidden = authorizeWrite(server, started.write, 'patch', name);
      if (forbidden) return refused(started.write, forbidden);
      return answer(started.write, applyPatch(server, started, body, lastApplied, existing));
    },
    replaceSubresource: (body, subresource, options = {}) =>
      handle(body, options, { verb: 'update', subresource }, (started, object) =>
        object.metadata.resourceVersion ? put(started, object, existingOf(started.write, object)) : overwrite(started, object),
      ),
    replaceStatus(body, options = {}) {
      const started = startWrite(server, body, options, 'status');
      return 'verdict' in started ? started : answer(started.write, replaceStatus(server, started, body));
    },
    bind(pod, nodeName) {
      const write = bindingWrite(server, pod);
      return answer(write, bindPod(server, write, pod, nodeName));
    },
    evict(pod, { dryRun = false, user = ADMINISTRATOR } = {}) {
      const write = evictionWrite(server, pod, user, dryRun);
      return answer(write, evictPod(server, write, pod));
    },
    delete: (body, options = {}) => deleteNamed(server, body, options),
    connect: (body, connection, options = {}) => connect(server, body, connection, options),
  };
  return api;
}

const isAlreadyThere = (answer: Answer): boolean => answer.verdict === 'rejected' && answer.status.reason === 'AlreadyExists';
