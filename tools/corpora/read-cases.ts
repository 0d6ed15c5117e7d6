import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type Json, type JsonObject } from '../../src/model/json.ts';
import type { SourceFile } from '../../src/workspace/source-file.ts';

/** The lines of a corpus' `cases.jsonl`. */
export const readCases = (folder: string, file = 'cases.jsonl'): JsonObject[] =>
  readText(folder, file)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const value = JSON.parse(line) as Json;
      if (!isObject(value)) throw new Error(`${join(folder, file)}: a line is no object`);
      return value;
    });

export const readText = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8');

export const sourceFile = (folder: string, file: string): SourceFile => ({ source: file, text: readText(folder, file) });

/** The files of a folder that end so, in order. */
export const sourceFiles = (folder: string, below: string, ...endings: readonly string[]): SourceFile[] =>
  filesBelow(join(folder, below), ...endings).map((name) => sourceFile(folder, join(below, name)));

export const filesBelow = (folder: string, ...endings: readonly string[]): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .sort();

/** A text field of a case; its absence is an error, for the case would ask nothing. */
export function textOf(value: JsonObject, field: string): string {
  const text = value[field];
  if (typeof text !== 'string') throw new Error(`${String(value.id)} has no ${field}`);
  return text;
}

export const optionalText = (value: JsonObject, field: string): string | undefined => {
  const text = value[field];
  return typeof text === 'string' && text !== '' ? text : undefined;
};

export const objectOf = (value: JsonObject, field: string): JsonObject => {
  const found = value[field];
  return isObject(found) ? found : {};
};
