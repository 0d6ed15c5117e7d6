import type { Diagnostic, Location } from '../diagnostic/diagnostic.ts';
import { compareDiagnostics } from '../diagnostic/severity.ts';
import type { TextRange } from '../text/offset.ts';
import { readingDiagnostics } from '../yaml/locate.ts';
import { readDocuments, type YamlDocument } from '../yaml/read-documents.ts';
import { apiDiagnostics, applySettings } from './check.ts';
import { complete } from './editor/complete.ts';
import { hover } from './editor/hover.ts';
import type { EditorSession } from './editor-session.ts';
import type { ExplainSources } from './explain.ts';
import { lintFiles, type LintSettings } from './lint.ts';
import type { Simulation } from './simulation.ts';
import type { SourceFile } from './source-file.ts';

export interface EditorSessionOptions {
  readonly simulation: Simulation;
  /** Best practices are looked at unless this is absent. */
  readonly lint?: LintSettings;
  readonly sources: ExplainSources;
  /** A bug of ours, met while judging a document: the others are still judged. */
  onBug(error: unknown, subject: string): void;
}

interface OpenText {
  readonly text: string;
  diagnostics?: readonly Diagnostic[];
  /** What the API server said to documents of this source, by their text. */
  readonly judged: Map<string, Judged>;
}

interface Judged {
  readonly start: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Open documents, judged when somebody asks; after a change only the YAML documents whose text is new are judged again. */
export function createEditorSession({ simulation, lint, sources, onBug }: EditorSessionOptions): EditorSession {
  const open = new Map<string, OpenText>();
  const keep = (source: string, text: string): void => {
    const known = open.get(source);
    if (known?.text !== text) open.set(source, { text, judged: known?.judged ?? new Map<string, Judged>() });
  };

  function judge(file: SourceFile, entry: OpenText): readonly Diagnostic[] {
    const documents = readDocuments(file.source, file.text);
    const judged = documents.flatMap((document) => judgeDocument(file, document, entry.judged));
    const practices = lint ? lintFiles([{ ...file, documents }], lint) : [];
    const all = [...readingDiagnostics(file.text, documents), ...judged, ...practices];
    return applySettings(all, lint?.rules ?? {}).sort(compareDiagnostics);
  }

  function judgeDocument(file: SourceFile, document: YamlDocument, judged: Map<string, Judged>): readonly Diagnostic[] {
    const { start, end } = document.range;
    const key = `${document.item ?? ''}\n${file.text.slice(start, end)}`;
    let known = judged.get(key);
    if (!known) {
      known = { start, diagnostics: guarded(file, document) };
      judged.set(key, known);
    }
    const distance = start - known.start;
    return distance === 0 ? known.diagnostics : known.diagnostics.map((diagnostic) => moved(diagnostic, distance));
  }

  function guarded(file: SourceFile, document: YamlDocument): readonly Diagnostic[] {
    try {
      return apiDiagnostics(simulation, file, document);
    } catch (error) {
      onBug(error, `${file.source}[${document.index}]`);
      return [];
    }
  }

  return {
    open: keep,
    change: keep,
    close: (source) => void open.delete(source),
    text: (source) => open.get(source)?.text,
    diagnostics(source) {
      const entry = open.get(source);
      if (!entry) return [];
      entry.diagnostics ??= judge({ source, text: entry.text }, entry);
      return entry.diagnostics;
    },
    hover(source, offset) {
      const text = open.get(source)?.text;
      return text === undefined ? undefined : hover(text, offset, sources);
    },
    complete(source, offset) {
      const text = open.get(source)?.text;
      return text === undefined ? [] : complete(text, offset, sources);
    },
  };
}

/** The finding as it is when all text before its document has grown by `distance`. */
function moved(diagnostic: Diagnostic, distance: number): Diagnostic {
  const range = ({ start, end }: TextRange): TextRange => ({ start: start + distance, end: end + distance });
  const place = (at: Location): Location => ({ ...at, range: range(at.range) });
  return {
    ...diagnostic,
    at: place(diagnostic.at),
    ...(diagnostic.related && { related: diagnostic.related.map((each) => ({ ...each, at: place(each.at) })) }),
    ...(diagnostic.fixes && {
      fixes: diagnostic.fixes.map((fix) => ({ ...fix, edits: fix.edits.map((edit) => ({ ...edit, range: range(edit.range) })) })),
    }),
  };
}
