import { loadSchemas } from '../../src/schema/load.ts';
import { deprecationText, whyUnserved } from '../../src/schema/lifecycle.ts';
import { parseApiVersion } from '../../src/model/group-version-kind.ts';
import { RELEASES } from '../../src/schema/release.ts';
import { optionalText, readCases, textOf } from './read-cases.ts';
import type { Corpus, CorpusCase } from './corpus.ts';

/** Groups of CRDs, whose fate is not that of a release. */
const OF_DEFINITIONS = /^(?:cert-manager\.io|snapshot\.storage\.k8s\.io)\//;

/** Manifests of doitintl/kube-no-trouble and FairwindsOps/pluto whose API version is deprecated or gone, and some whose is not. */
export const kubentDeprecations: Corpus = {
  name: 'kubent-deprecations',
  compares: 'deprecated or removed API versions of Kubernetes',
  cases: (folder) =>
    readCases(folder).flatMap((each): CorpusCase[] => {
      const [apiVersion, kind] = [optionalText(each, 'apiVersion'), optionalText(each, 'kind')];
      if (apiVersion === undefined || kind === undefined || OF_DEFINITIONS.test(apiVersion)) return [];
      return [{ kind: 'text', id: textOf(each, 'id'), expected: textOf(each, 'expect'), actual: () => fateOf(apiVersion, kind) }];
    }),
};

/** What becomes of a kind in the releases that are known. */
function fateOf(apiVersion: string, kind: string): string {
  const parsed = parseApiVersion(apiVersion);
  if (!parsed) return `no API version: ${apiVersion}`;
  const gvk = { ...parsed, kind };
  const isGone = RELEASES.some((release) => whyUnserved(gvk, loadSchemas(release))?.reason === 'removed');
  return isGone || RELEASES.some((release) => deprecationText(gvk, release) !== undefined) ? 'deprecated' : 'ok';
}
