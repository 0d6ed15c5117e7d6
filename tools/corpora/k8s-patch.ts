import { applyThreeWayJson } from '../../src/apiserver/json-merge-patch.ts';
import type { PatchField, PatchSchema } from '../../src/apiserver/strategic-merge-patch/patch-schema.ts';
import { applyThreeWay } from '../../src/apiserver/strategic-merge-patch/three-way.ts';
import { isObject, stringify, type JsonObject } from '../../src/model/json.ts';
import type { Corpus, CorpusCase } from './corpus.ts';
import { objectOf, readCases, textOf } from './read-cases.ts';

/** Tables of apimachinery's tests of three-way patches: what comes of the object that is there. */
export const k8sPatch: Corpus = {
  name: 'k8s-patch',
  compares: 'the object after a three-way apply',
  cases: (folder) =>
    readCases(folder).flatMap((each): CorpusCase[] => {
      const { case: test } = each;
      const id = textOf(each, 'id');
      if (!isObject(test) || !isObject(test.result)) return [];
      const [original, modified, current] = ['original', 'modified', 'current'].map((field) => objectOf(test, field));
      const apply = id.startsWith('jsonmergepatch') ? applyThreeWayJson : applyStrategically;
      const actual = (): string => text(apply(original ?? {}, modified ?? {}, current ?? {}));
      return [{ kind: 'text', id, expected: text(test.result), actual }];
    }),
};

const text = (object: JsonObject): string => stringify(object, { sorted: true });

const applyStrategically = (original: JsonObject, modified: JsonObject, current: JsonObject): JsonObject =>
  applyThreeWay(original, modified, current, MERGE_ITEM);

const field = (strategy: PatchField['strategy'], mergeKey: string, inner: () => PatchSchema, retainKeys = false): PatchField => ({
  strategy,
  retainKeys,
  mergeKey,
  get inner() {
    return inner();
  },
});
const plain = (inner: () => PatchSchema): PatchField => field(undefined, '', inner);
const UNKNOWN: PatchSchema = { field: () => plain(() => UNKNOWN) };

/** The types that the tables are about: their fields' merge rules. */
const MERGE_ITEM: PatchSchema = { field: (name) => ITEM_FIELDS[name] ?? plain(() => UNKNOWN) };
const RETAINED_ITEM: PatchSchema = {
  field: (name) => (name.startsWith('merging') ? ITEM_FIELDS[name] : undefined) ?? plain(() => UNKNOWN),
};
const ITEM_FIELDS: Readonly<Record<string, PatchField>> = {
  mergingList: field('merge', 'name', () => MERGE_ITEM),
  nonMergingList: plain(() => MERGE_ITEM),
  mergingIntList: field('merge', '', () => UNKNOWN),
  mergeItemPtr: field('merge', 'name', () => MERGE_ITEM),
  replacingItem: field('replace', '', () => UNKNOWN),
  retainKeysMap: field(undefined, '', () => RETAINED_ITEM, true),
  retainKeysMergingList: field('merge', 'name', () => MERGE_ITEM, true),
};
