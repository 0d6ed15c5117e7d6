import type { CodeAction, CompletionItem, Diagnostic as LspDiagnostic, Hover, Range } from 'vscode-languageserver';
import { CodeActionKind, CompletionItemKind, DiagnosticSeverity, MarkupKind } from 'vscode-languageserver';
import type { Diagnostic, Fix, Severity } from '../diagnostic/diagnostic.ts';
import type { LineIndex } from '../text/line-index.ts';
import type { TextRange } from '../text/offset.ts';
import type { CompletionInfo, HoverInfo } from '../workspace/editor-session.ts';

// The one place where offsets become LSP positions (both from 0, UTF-16 code units) and back.

export function toRange(range: TextRange, lines: LineIndex): Range {
  const start = lines.positionAt(range.start);
  const end = lines.positionAt(range.end);
  return { start: { line: start.line - 1, character: start.column - 1 }, end: { line: end.line - 1, character: end.column - 1 } };
}

export const toOffset = (position: Range['start'], lines: LineIndex): number =>
  lines.offsetAt({ line: position.line + 1, column: position.character + 1 });

const SEVERITY: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** `uri` is that of the finding; places that it is related to are shown in documents of which `linesOf` knows the lines. */
export function toDiagnostic(
  diagnostic: Diagnostic,
  uri: string,
  lines: LineIndex,
  linesOf: (uri: string) => LineIndex | undefined = () => undefined,
): LspDiagnostic {
  const related = (diagnostic.related ?? []).flatMap(({ at, message }) => {
    const there = at.source === diagnostic.at.source ? { uri, lines } : { uri: at.source, lines: linesOf(at.source) };
    return there.lines ? [{ location: { uri: there.uri, range: toRange(at.range, there.lines) }, message }] : [];
  });
  return {
    range: toRange(diagnostic.at.range, lines),
    severity: SEVERITY[diagnostic.severity],
    code: diagnostic.code,
    source: 'drydock',
    message: diagnostic.note === undefined ? diagnostic.message : `${diagnostic.message}\n${diagnostic.note}`,
    ...(related.length > 0 && { relatedInformation: related }),
  };
}

export const toCodeAction = (fix: Fix, diagnostic: Diagnostic, uri: string, lines: LineIndex): CodeAction => ({
  title: fix.title,
  kind: CodeActionKind.QuickFix,
  diagnostics: [toDiagnostic(diagnostic, uri, lines)],
  isPreferred: fix.safety === 'safe',
  edit: { changes: { [uri]: fix.edits.map(({ range, text }) => ({ range: toRange(range, lines), newText: text })) } },
});

export const toHover = ({ range, markdown }: HoverInfo, lines: LineIndex): Hover => ({
  range: toRange(range, lines),
  contents: { kind: MarkupKind.Markdown, value: markdown },
});

export const toCompletionItem = (item: CompletionInfo, lines: LineIndex): CompletionItem => ({
  label: item.label,
  kind: item.kind === 'key' ? CompletionItemKind.Property : CompletionItemKind.Value,
  sortText: item.sortText,
  textEdit: { range: toRange(item.replace, lines), newText: item.text },
  ...(item.detail !== undefined && { detail: item.detail }),
  ...(item.markdown !== undefined && { documentation: { kind: MarkupKind.Markdown, value: item.markdown } }),
});
