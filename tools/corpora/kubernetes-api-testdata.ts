import { enableApis, optionalApis } from '../../src/schema/enable-apis.ts';
import { decode } from '../../src/schema/decode.ts';
import { encode } from '../../src/schema/encode.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { whyUnserved } from '../../src/schema/lifecycle.ts';
import type { SchemaRegistry } from '../../src/schema/registry.ts';
import type { GroupVersionKind } from '../../src/model/group-version-kind.ts';
import { stringify } from '../../src/model/json.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import type { Corpus, CorpusCase } from './corpus.ts';
import { readCases, readText, textOf } from './read-cases.ts';

/** One object of each kind of kubernetes/api with every field set, as JSON and as YAML: known to the strict decoder, and printed as it was read. */
export const kubernetesApiTestdata: Corpus = {
  name: 'kubernetes-api-testdata',
  compares: 'kinds and fields known, printed as read',
  cases: (folder) =>
    readCases(folder).flatMap((each): CorpusCase[] => {
      const schemas = loadSchemas(each.release === 'v1.36.0' ? '1.36' : '1.37');
      const registry = enableApis(schemas, optionalApis(schemas));
      const group = textOf(each, 'group').replace(/^core$/, '');
      const gvk = { group, version: textOf(each, 'version'), kind: textOf(each, 'kind') };
      if (!isOfRelease(gvk, registry)) return [];
      const texts = ['json', 'yaml'].map((format) => readText(folder, textOf(each, format)));
      return [{ kind: 'text', id: textOf(each, 'id'), expected: 'known', actual: () => roundTrip(gvk, registry, texts) }];
    }),
};

/** Other kinds are no resources of their own (options, subresources, what webhooks are sent), or were removed before the release. */
const isOfRelease = (gvk: GroupVersionKind, registry: SchemaRegistry): boolean =>
  registry.resource(gvk) !== undefined || whyUnserved(gvk, registry)?.reason === 'disabled';

function roundTrip(gvk: GroupVersionKind, registry: SchemaRegistry, texts: readonly string[]): string {
  const [value, fromYaml] = texts.map((text) => readDocuments('-', text)[0]?.value);
  if (!value || stringify(value, { sorted: true }) !== stringify(fromYaml, { sorted: true })) return 'JSON and YAML are read differently';
  const resource = registry.resource(gvk);
  if (!resource) return 'not served';
  const decoded = decode(registry, resource, value);
  if (decoded.error !== undefined) return decoded.error;
  const printed: unknown = JSON.parse(stringify(encode(registry, resource.type, decoded.object)));
  const [wanted, got] = [value, printed].map((object) => stringify(object, { sorted: true }));
  return wanted === got ? 'known' : `${wanted} → ${got}`;
}
