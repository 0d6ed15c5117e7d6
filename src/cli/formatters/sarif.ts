import type { Diagnostic, Fix, Location, Severity } from '../../diagnostic/diagnostic.ts';
import { stringify, type Json, type JsonObject } from '../../model/json.ts';
import type { LineIndex } from '../../text/line-index.ts';
import type { TextRange } from '../../text/offset.ts';
import type { CreateFormatter, RuleDescription } from './formatter.ts';
import { readLines, type LinesOf } from './read-lines.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** SARIF 2.1.0, one run: rules that were broken, a result for each finding, fixes as replacements. */
export const createSarifFormatter: CreateFormatter = ({ version, describe, textOf }) => {
  const rules = new Map<string, number>();
  const results: string[] = [];
  const ruleIndex = (code: string): number => {
    const known = rules.get(code);
    if (known !== undefined) return known;
    rules.set(code, rules.size);
    return rules.size - 1;
  };
  return {
    start: () => '',
    report(report) {
      const linesOf = readLines(report, { textOf });
      for (const diagnostic of report.diagnostics) results.push(stringify(resultJson(diagnostic, ruleIndex(diagnostic.code), linesOf)));
      return '';
    },
    // Rules are known once all results are, and SARIF readers want them first.
    finish() {
      const driver = { name: 'drydock', semanticVersion: version, rules: [...rules.keys()].map((code) => ruleJson(code, describe(code))) };
      return `{"$schema":"${SCHEMA}","version":"2.1.0","runs":[{"tool":${stringify({ driver })},"columnKind":"utf16CodeUnits","results":[${results.map((result) => `\n${result}`).join(',')}]}]}\n`;
    },
  };
};

function ruleJson(code: string, rule: RuleDescription | undefined): JsonObject {
  return { id: code, ...(rule && { shortDescription: { text: rule.summary } }), properties: { tags: [code.slice(0, code.indexOf('/'))] } };
}

function resultJson({ code, severity, message, note, at, related, fixes }: Diagnostic, ruleIndex: number, linesOf: LinesOf): JsonObject {
  const lines = linesOf(at.source)?.index;
  return {
    ruleId: code,
    ruleIndex,
    level: level(severity),
    message: { text: note === undefined ? message : `${message}\n${note}` },
    locations: [locationJson(at, linesOf)],
    ...(related &&
      related.length > 0 && {
        relatedLocations: related.map((item, id): Json => ({
          id,
          ...locationJson(item.at, linesOf),
          message: { text: item.message },
        })),
      }),
    ...(fixes && fixes.length > 0 && lines && { fixes: fixes.map((fix) => fixJson(fix, at.source, lines)) }),
  };
}

function level(severity: Severity): string {
  return severity === 'error' || severity === 'warning' ? severity : 'note';
}

function locationJson({ source, range, object, path }: Location, linesOf: LinesOf): JsonObject {
  const lines = linesOf(source);
  const region = lines && { region: { ...regionJson(range, lines.index), ...snippet(range, lines.text) } };
  const name = object && [object.kind, object.namespace, object.name].filter(Boolean).join('/');
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(source) }, ...region },
    ...(name && { logicalLocations: [{ name, kind: 'object', ...(path && { fullyQualifiedName: `${name}#${path}` }) }] }),
  };
}

function regionJson(range: TextRange, lines: LineIndex): JsonObject {
  const start = lines.positionAt(range.start);
  const end = lines.positionAt(range.end);
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    charOffset: range.start,
    charLength: range.end - range.start,
  };
}

const snippet = (range: TextRange, text: string): JsonObject =>
  range.end - range.start > 200 ? {} : { snippet: { text: text.slice(range.start, range.end) } };

function fixJson({ title, edits }: Fix, source: string, lines: LineIndex): JsonObject {
  const replacements = edits.map((edit): Json => ({ deletedRegion: regionJson(edit.range, lines), insertedContent: { text: edit.text } }));
  return { description: { text: title }, artifactChanges: [{ artifactLocation: { uri: uriOf(source) }, replacements }] };
}

/** A relative path stays a relative reference; an absolute one becomes a `file:` URI. */
function uriOf(source: string): string {
  if (source === '-') return 'stdin';
  const path = source.replace(/\\/g, '/').split('/').map(encodeURIComponent).join('/');
  return source.startsWith('/') ? `file://${path}` : path;
}
