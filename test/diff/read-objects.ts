import { diff, type DiffOptions } from '../../src/diff/diff.ts';
import type { ObjectDiff } from '../../src/diff/change.ts';
import type { DiffContext } from '../../src/diff/context.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { ruleContext } from '../../src/validate/feature-gates.ts';
import { strategyFor } from '../../src/validate/strategies.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';

export const context: DiffContext = {
  registry: loadSchemas('1.37'),
  rules: ruleContext('1.37'),
  customOf: () => undefined,
  strategyOf: strategyFor,
};

export const read = (text: string): JsonObject[] => readDocuments('-', text).flatMap(({ value }) => (value ? [value] : []));

export const diffTexts = (before: string, after: string, options?: DiffOptions): ObjectDiff[] =>
  diff(read(before), read(after), context, options);

/** `spec.replicas: live`, one text for each change. */
export const gist = (diffs: readonly ObjectDiff[]): string[] =>
  diffs.flatMap(({ changes }) =>
    changes.map(({ kind, path, consequence }) => `${kind === 'changed' ? '' : `${kind} `}${path}: ${consequence}`),
  );
