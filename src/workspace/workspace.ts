import { gvkOf } from '../apiserver/find-resource.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { compareDiagnostics } from '../diagnostic/severity.ts';
import type { TextRange } from '../text/offset.ts';
import { readingDiagnostics } from '../yaml/locate.ts';
import { readDocuments, type YamlDocument } from '../yaml/read-documents.ts';
import { apiDiagnostics, applySettings, type CheckSettings, type OnBug } from './check.ts';
import { lintFiles, type LintFile } from './lint.ts';
import { createNeighbourhood } from './neighbourhood.ts';
import { oncePerKind } from './once-per-kind.ts';
import type { Simulation } from './simulation.ts';
import type { SourceFile } from './source-file.ts';

export interface WorkspaceOptions {
  readonly simulation: Simulation;
  readonly settings: CheckSettings;
  readonly onBug: OnBug;
}

/**
 * Open sources and what is wrong with them. What the API server says of a document is kept by the document's text, so a change asks it again only about
 * documents that are new, and about those that a changed CRD or another neighbour decides on; rules see all open sources together.
 */
export interface Workspace {
  open(file: SourceFile): void;
  /** The same as `open`: the source has this text now. */
  change(file: SourceFile): void;
  close(source: string): void;
  sources(): readonly string[];
  text(source: string): string | undefined;
  /** The documents of a source; none for one that is not open. */
  documents(source: string): readonly YamlDocument[];
  /** In order of place; none for a source that is not open. */
  diagnostics(source: string): readonly Diagnostic[];
}

interface OpenSource extends LintFile {
  /** Findings of reader and API server. */
  judged?: readonly Diagnostic[];
  /** API findings by document, for when the text changes. */
  byDocument: ReadonlyMap<string, Relative>;
}

/** Findings with offsets from the start of their document. */
interface Relative {
  /** The API group of the object. */
  readonly group: string;
  readonly start: number;
  readonly diagnostics: readonly Diagnostic[];
  /** Sources with places outside the document that findings point to. */
  readonly pointsTo: ReadonlySet<string>;
}

export function createWorkspace({ simulation, settings, onBug }: WorkspaceOptions): Workspace {
  const sources = new Map<string, OpenSource>();
  const neighbourhood = createNeighbourhood(simulation);
  let isFollowed = true;
  let linted: ReadonlyMap<string, readonly Diagnostic[]> | undefined;

  function put({ source, text }: SourceFile): void {
    const known = sources.get(source);
    if (known?.text === text) return;
    forget(({ pointsTo }) => pointsTo.has(source));
    sources.set(source, { source, text, documents: readDocuments(source, text), byDocument: known?.byDocument ?? new Map() });
    linted = undefined;
    isFollowed = false;
  }

  /** Forgets what was found where the neighbours are others now. */
  function follow(): void {
    if (isFollowed) return;
    isFollowed = true;
    const mayDiffer = neighbourhood.follow(sources.values());
    forget(({ group }) => mayDiffer(group));
  }

  function forget(isStale: (found: Relative) => boolean): void {
    for (const open of sources.values()) {
      const kept = [...open.byDocument].filter(([, found]) => !isStale(found));
      if (kept.length === open.byDocument.size) continue;
      open.byDocument = new Map(kept);
      delete open.judged;
    }
  }

  function judge(open: OpenSource): readonly Diagnostic[] {
    const before = open.byDocument;
    const after = new Map<string, Relative>();
    const found = open.documents.flatMap((document) => {
      if (!document.value) return [];
      const key = keyOf(open, document);
      const known = after.get(key) ?? before.get(key) ?? ask(open, document);
      after.set(key, known);
      return known.diagnostics.map((diagnostic) => moved(diagnostic, document.range.start - known.start, known.pointsTo));
    });
    open.byDocument = after;
    return [...readingDiagnostics(open.text, open.documents), ...oncePerKind(found)];
  }

  function ask(open: OpenSource, document: YamlDocument): Relative {
    const { group } = gvkOf(document.value ?? {});
    try {
      const found = apiDiagnostics(neighbourhood.simulation, open, document);
      return { group, start: document.range.start, diagnostics: found, pointsTo: placesOutside(document, found) };
    } catch (error) {
      onBug(error, `${document.source}[${document.index}]`);
      return { group, start: 0, diagnostics: [], pointsTo: new Set() };
    }
  }

  function lint(): ReadonlyMap<string, readonly Diagnostic[]> {
    const bySource = new Map<string, Diagnostic[]>();
    try {
      for (const diagnostic of lintFiles([...sources.values()], { registry: simulation.registry, rules: settings.rules })) {
        const known = bySource.get(diagnostic.at.source);
        if (known) known.push(diagnostic);
        else bySource.set(diagnostic.at.source, [diagnostic]);
      }
    } catch (error) {
      onBug(error, 'lint');
    }
    return bySource;
  }

  return {
    open: put,
    change: put,
    close(source) {
      if (!sources.delete(source)) return;
      linted = undefined;
      isFollowed = false;
    },
    sources: () => [...sources.keys()],
    text: (source) => sources.get(source)?.text,
    documents: (source) => sources.get(source)?.documents ?? [],
    diagnostics(source) {
      const open = sources.get(source);
      if (!open) return [];
      if (settings.api) follow();
      open.judged ??= settings.api ? judge(open) : readingDiagnostics(open.text, open.documents);
      if (settings.lint) linted ??= lint();
      return applySettings([...open.judged, ...(linted?.get(source) ?? [])], settings.rules).sort(compareDiagnostics);
    },
  };
}

function placesOutside({ source, range }: YamlDocument, diagnostics: readonly Diagnostic[]): Set<string> {
  const places = diagnostics.flatMap(({ related = [] }) => related.map(({ at }) => at));
  return new Set(
    places.flatMap((at) => (at.source === source && at.range.start >= range.start && at.range.end <= range.end ? [] : at.source)),
  );
}

/** The text of a document, and which item of a list it is. */
const keyOf = ({ text }: OpenSource, { range, item }: YamlDocument): string => `${item ?? ''} ${text.slice(range.start, range.end)}`;

/** A finding of a document that starts elsewhere now. Places outside the document stay where they are. */
function moved(diagnostic: Diagnostic, by: number, pointsTo: Relative['pointsTo']): Diagnostic {
  if (by === 0) return diagnostic;
  const shift = ({ start, end }: TextRange): TextRange => ({ start: start + by, end: end + by });
  const { at, related, fixes } = diagnostic;
  return {
    ...diagnostic,
    at: { ...at, range: shift(at.range) },
    ...(related && {
      related: related.map((item) =>
        item.at.source === at.source && !pointsTo.has(at.source) ? { ...item, at: { ...item.at, range: shift(item.at.range) } } : item,
      ),
    }),
    ...(fixes && { fixes: fixes.map((fix) => ({ ...fix, edits: fix.edits.map((edit) => ({ ...edit, range: shift(edit.range) })) })) }),
  };
}
