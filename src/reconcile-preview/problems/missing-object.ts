import { gvkOf, metadataText } from '../../apiserver/find-resource.ts';
import type { GroupKind } from '../../cluster/object.ts';
import { isObject, own, type JsonObject } from '../../model/json.ts';
import { closest } from '../../text/closest.ts';
import { objectText, type ObjectName } from '../network/finding.ts';
import { wholeOf, type Cause, type ProblemPlace } from './problem.ts';
import type { ProblemScene, RefusedDocument } from './scene.ts';

export interface MissingOptions {
  /** Where it is named. */
  readonly places: readonly ProblemPlace[];
  /** What else could be done than to create it. */
  readonly otherwise?: string;
}

/** An object that something names and that is not there: because its document was refused, or because nobody wrote it. */
export function missingObject(
  kind: GroupKind,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  scene: ProblemScene,
  { places, otherwise }: MissingOptions,
): Cause {
  const object: ObjectName = { kind: kind.kind, namespace, name };
  const missing = { object, reason: 'NotFound', message: `${objectText(object)} does not exist.`, effect: 'does not exist', places };
  const refused = scene.refused.find(({ value }) => value.kind === kind.kind && isNamed(value, namespace, name));
  if (refused) return { ...missing, causes: [refusedDocument(refused)] };
  const near = closest(
    name,
    scene.view.list(kind, namespace).map(({ metadata }) => metadata.name ?? ''),
  );
  const others = [near === undefined ? undefined : `name ${near}, which exists`, otherwise].filter((text) => text !== undefined);
  return { ...missing, remedy: [`create ${objectText(object)}`, ...others].join(', or '), causes: [] };
}

/** A document that the API server did not take; what is wrong with it is a finding of its own. */
export function refusedDocument({ value, answer }: RefusedDocument): Cause {
  const { kind } = gvkOf(value);
  const [namespace, name] = [metadataText(value, 'namespace'), metadataText(value, 'name')];
  const object = { kind, namespace: namespace === '' && answer.verdict === 'rejected' ? answer.namespace : namespace, name };
  const [reason, message] =
    answer.verdict === 'rejected' ? [answer.status.reason ?? 'Refused', answer.status.message] : ['UnknownKind', answer.error];
  return {
    object,
    reason,
    message: `The API server refuses ${objectText(object)}: ${message}`,
    places: [wholeOf(object)],
    isFinding: true,
    causes: [],
  };
}

function isNamed(value: JsonObject, namespace: string, name: string): boolean {
  return metadataText(value, 'name') === name && (namespace === '' || (metadataText(value, 'namespace') || 'default') === namespace);
}

/** The Secrets, as `namespace/name`, of which custom resources say that their controller makes them: cert-manager, External Secrets, Sealed Secrets and others like them. */
export function secretsMadeByOthers({ view, refused }: ProblemScene): ReadonlySet<string> {
  const names = new Set<string>();
  for (const object of [...view.all(), ...refused.map(({ value }) => value)]) {
    if (!isCustomGroup(object.apiVersion)) continue;
    const metadata = isObject(object.metadata) ? object.metadata : {};
    const spec = isObject(object.spec) ? object.spec : {};
    const target = own(spec, 'target');
    for (const name of [metadata.name, own(spec, 'secretName'), isObject(target) ? own(target, 'name') : undefined])
      if (typeof name === 'string') names.add(`${String(metadata.namespace ?? 'default')}/${name}`);
  }
  return names;
}

function isCustomGroup(apiVersion: unknown): boolean {
  const group = typeof apiVersion === 'string' ? apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/'))) : '';
  return group.includes('.') && !group.endsWith('.k8s.io');
}
