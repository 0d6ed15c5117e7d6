import type { PolicyPlace } from '../admission/plugin.ts';
import type { Location } from '../diagnostic/diagnostic.ts';
import { own, isObject, type Json, type JsonObject } from '../model/json.ts';
import { root, valueAt, type FieldPath } from '../model/field-path.ts';
import { locateAt } from '../yaml/locate.ts';
import { parsePathText } from '../yaml/path-text.ts';
import { readDocuments } from '../yaml/read-documents.ts';
import { readSyntaxTree } from '../yaml/syntax-tree.ts';
import { identityOf } from './located.ts';
import type { Problem } from './problem.ts';
import type { SourceFile } from './source-file.ts';

/** Finds the text of a policy: where it stands, and the expression there. */
export type PolicySource = (place: PolicyPlace) => { readonly at: Location; readonly expression: string } | undefined;

export const NOWHERE: PolicySource = () => undefined;

/** Policies of these files; they are read when a policy has refused something. */
export function policySourceOf(files: readonly SourceFile[]): PolicySource {
  return ({ kind, name, path }) => {
    for (const { source, text } of files) {
      if (!text.includes(kind)) continue;
      for (const document of readDocuments(source, text)) {
        const { value } = document;
        if (value?.kind !== kind || identityOf(document)?.name !== name) continue;
        const object = identityOf(document);
        const at = parsePathText(path, value);
        const options = { code: 'admission/policy', severity: 'info', ...(object && { object }) } as const;
        return { at: locateAt(readSyntaxTree(text, document), at, '', options).at, expression: expressionIn(valueAt(value, at)) };
      }
    }
    return undefined;
  };
}

/** An expression itself, or the one of a mutation. */
function expressionIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!isObject(value)) return '';
  const holder = value.jsonPatch ?? value.applyConfiguration;
  return isObject(holder) ? expressionIn(own(holder, 'expression')) : '';
}

const CODES = {
  ValidatingAdmissionPolicy: 'admission/validating-admission-policy',
  MutatingAdmissionPolicy: 'admission/mutating-admission-policy',
} as const;

/** A policy's refusal: at the field that its expression is about where that is one, else at the object; the expression itself is related. */
export function policyProblem(message: string, place: PolicyPlace, value: JsonObject, policies: PolicySource): Problem {
  const found = policies(place);
  return {
    code: CODES[place.kind],
    severity: 'error',
    message,
    path: found ? fieldMeant(found.expression, value) : root,
    ...(found && { related: [{ at: found.at, message: `refused by ${place.path} of ${place.kind} ${place.name}` }] }),
  };
}

/** The field of the object that an expression looks at: as deep as the object has it, when all selections of `object` lead to the same one. */
function fieldMeant(expression: string, value: JsonObject): FieldPath {
  const fields = new Set<string>();
  for (const [, selections = ''] of expression.matchAll(/(?<![\w.])object((?:\.[a-zA-Z_]\w*)+)(?!\w)(?!\()/g)) {
    const names = existing(selections.slice(1).split('.'), value);
    if (names.length > 0) fields.add(names.join('.'));
  }
  const [only] = fields;
  return only !== undefined && fields.size === 1 ? parsePathText(only, value) : root;
}

function existing(names: readonly string[], value: Json): string[] {
  const found: string[] = [];
  let holder: Json | undefined = value;
  for (const name of names) {
    holder = isObject(holder) ? own(holder, name) : undefined;
    if (holder === undefined) break;
    found.push(name);
  }
  return found;
}
