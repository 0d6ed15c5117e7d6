import { parseApiVersion, type GroupVersionKind } from '../model/group-version-kind.ts';
import { compareText, isObject, own, stringify, type JsonObject } from '../model/json.ts';
import type { Resource, SchemaRegistry } from '../schema/registry.ts';
import { readable } from './readable.ts';
import type { Finding, Rule } from './rule.ts';
import { createView, type LintObject } from './view.ts';

/** An object under inspection; `origin` is whatever the caller knows it by. */
export interface Subject<Origin> extends LintObject<JsonObject> {
  readonly origin: Origin;
  /** As written in the manifest; `object` is what the schema of its kind can read of it. */
  readonly written: JsonObject;
}

export interface RuleFinding<Origin> {
  readonly rule: Rule;
  readonly subject: Subject<Origin>;
  readonly finding: Finding;
  /** The subjects of `finding.related` in the same order; undefined for an object that is not under inspection. */
  readonly related: readonly (Subject<Origin> | undefined)[];
}

/** An object as rules see it; undefined when it says no kind. */
export function subjectOf<Origin>(written: JsonObject, origin: Origin, registry: SchemaRegistry): Subject<Origin> | undefined {
  const kind = textOf(written, 'kind');
  const version = parseApiVersion(textOf(written, 'apiVersion'));
  if (kind === '' || !version) return undefined;
  const gvk = { ...version, kind };
  const resource = resourceOf(gvk, registry);
  const object = resource ? readable(written, { kind: 'struct', name: resource.type }, registry) : readUnknown(written, registry);
  const metadata = own(object, 'metadata');
  const named = isObject(metadata) ? metadata : {};
  const namespace = textOf(named, 'namespace') || (resource?.namespaced ? 'default' : '');
  return { gvk, namespace, name: textOf(named, 'name') || textOf(named, 'generateName'), object, origin, written };
}

/** Version by version the fields that rules ask for are the same, so any version of the kind will do. */
const resourceOf = (gvk: GroupVersionKind, registry: SchemaRegistry): Resource | undefined =>
  registry.resource(gvk) ?? registry.resources().find((each) => each.gvk.group === gvk.group && each.gvk.kind === gvk.kind);

/** Of an object without a schema only the metadata is known. */
function readUnknown(written: JsonObject, registry: SchemaRegistry): JsonObject {
  const metadata = own(written, 'metadata');
  const type = { kind: 'struct', name: 'k8s.io/apimachinery/pkg/apis/meta/v1.ObjectMeta' } as const;
  return { ...written, metadata: isObject(metadata) ? readable(metadata, type, registry) : {} };
}

/**
 * What `rules` say of `subjects`, rule by rule for each of them; `known` are further objects that rules may look at. Objects that a controller owns are passed over, as
 * their owner is the one to change.
 */
export function runRules<Origin>(
  rules: readonly Rule[],
  subjects: readonly Subject<Origin>[],
  { registry, known = [] }: { readonly registry: SchemaRegistry; readonly known?: readonly LintObject<JsonObject>[] },
): RuleFinding<Origin>[] {
  const view = createView(inFixedOrder([...subjects, ...known]));
  const bySelf = new Map<unknown, Subject<Origin>>(subjects.map((subject) => [subject.object, subject]));
  return subjects.filter(isNobodys).flatMap((subject) =>
    rules.flatMap((rule) => {
      const findings: Finding[] = [];
      rule.check({ ...subject, view, registry, report: (finding) => void findings.push(finding) });
      return findings.map((finding) => ({
        rule,
        subject,
        finding,
        related: (finding.related ?? []).map(({ object }) => bySelf.get(object.object)),
      }));
    }),
  );
}

function isNobodys({ object }: Subject<unknown>): boolean {
  const metadata = own(object, 'metadata');
  const owners = isObject(metadata) ? own(metadata, 'ownerReferences') : undefined;
  return !Array.isArray(owners) || !owners.some((owner) => isObject(owner) && owner.controller === true);
}

/** By identity; objects of the same identity by their content. */
function inFixedOrder(objects: readonly LintObject<JsonObject>[]): LintObject<JsonObject>[] {
  const keyed = objects.map((each) => ({ each, key: [each.gvk.group, each.gvk.kind, each.namespace, each.name].join('\u0000') }));
  const content = ({ object }: LintObject<JsonObject>): string => stringify(object, { sorted: true });
  return keyed.sort((a, b) => compareText(a.key, b.key) || compareText(content(a.each), content(b.each))).map(({ each }) => each);
}

function textOf(object: JsonObject, field: string): string {
  const value = own(object, field);
  return typeof value === 'string' ? value : '';
}
