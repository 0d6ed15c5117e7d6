import { previewSteps as runSteps, type StepsResult } from '../reconcile-preview/steps.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { readDocuments } from '../yaml/read-documents.ts';
import type { SourceFile } from './source-file.ts';

export type { StepsResult };

/** Applies files one after the other to an empty cluster, their documents in the order given; `source` is the file's name in the result. */
export const previewSteps = (files: readonly SourceFile[], registry: SchemaRegistry): StepsResult =>
  runSteps(
    files.map(({ source, text }) => ({ file: source, documents: readDocuments(source, text) })),
    registry,
  );
