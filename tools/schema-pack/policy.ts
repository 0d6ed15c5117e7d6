import { isObject, type JsonObject } from '../../src/model/json.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';

/** What all of the default policy carries; `src/schema/policy.ts` puts it back. */
const COMMON_LABEL = 'kubernetes.io/bootstrapping';

/** The roles and bindings of a list (read as kubectl reads it: one document for each), as lines of `schemas/policy.jsonl` have them: kind, namespace, name, labels, then what each kind has. */
export function policyObjects(text: string): JsonObject[] {
  return readDocuments('policy', text).flatMap(({ value }) => (value ? [policyObject(value)] : []));
}

function policyObject({ kind, metadata, ...content }: JsonObject): JsonObject {
  const { name, namespace, labels } = isObject(metadata) ? metadata : {};
  const own = Object.entries(isObject(labels) ? labels : {}).filter(([label]) => label !== COMMON_LABEL);
  const { aggregationRule, rules, roleRef, subjects } = content;
  const all = {
    kind,
    namespace,
    name,
    labels: own.length > 0 ? Object.fromEntries(own) : undefined,
    aggregationRule,
    rules,
    roleRef,
    subjects,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== null));
}
