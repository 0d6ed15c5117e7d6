/** What the codes that are no lint rules stand for, by code or by the part before the slash. */
const SUMMARIES: Readonly<Record<string, string>> = {
  yaml: 'Documents are YAML as kubectl reads it.',
  'yaml/syntax': 'Documents are YAML as kubectl reads it.',
  'yaml/duplicate-key': 'A key stands once in a mapping.',
  schema: 'Documents decode as the API server decodes them.',
  'schema/unknown-field': 'Fields exist in the schema of their kind.',
  'schema/wrong-type': 'Values have the type of their field.',
  'schema/type-meta': 'Objects say their apiVersion and kind.',
  api: 'The API server accepts the object.',
  'api/warning': 'The API server accepts the object without warnings.',
  admission: 'Admission accepts the object.',
  'admission/webhook': 'What webhooks say of the object is known.',
  reference: 'What is referred to exists.',
  'reference/unknown-kind': 'Kinds are served by the cluster.',
  'reference/missing-crd': 'Custom resources come with their CustomResourceDefinition.',
  'reference/removed-api': 'API versions are still served.',
  'reference/disabled-api': 'API versions are served by default.',
  input: 'Input can be read.',
  preview: 'The object ends up as intended.',
  lint: 'Best practices are followed.',
};

/** One sentence on what is right where a code finds something wrong. */
export function describeCode(code: string): { readonly summary: string } | undefined {
  const summary = SUMMARIES[code] ?? SUMMARIES[code.slice(0, code.indexOf('/'))];
  return summary === undefined ? undefined : { summary };
}
