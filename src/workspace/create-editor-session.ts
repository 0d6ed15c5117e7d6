import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { checkSource, type CheckSettings } from './check.ts';
import { complete } from './editor/complete.ts';
import { hover } from './editor/hover.ts';
import type { EditorSession } from './editor-session.ts';
import type { ExplainSources } from './explain.ts';
import type { Simulation } from './simulation.ts';

export interface EditorSessionOptions {
  readonly simulation: Simulation;
  readonly settings: CheckSettings;
  readonly sources: ExplainSources;
  /** A bug of ours, met while judging a document: the others are still judged. */
  onBug(error: unknown, subject: string): void;
}

interface OpenText {
  readonly text: string;
  diagnostics?: readonly Diagnostic[];
}

/** Open documents, judged when somebody asks and at most once per text. */
export function createEditorSession({ simulation, settings, sources, onBug }: EditorSessionOptions): EditorSession {
  const open = new Map<string, OpenText>();
  const keep = (source: string, text: string): void => {
    if (open.get(source)?.text !== text) open.set(source, { text });
  };
  return {
    open: keep,
    change: keep,
    close: (source) => void open.delete(source),
    text: (source) => open.get(source)?.text,
    diagnostics(source) {
      const entry = open.get(source);
      if (!entry) return [];
      entry.diagnostics ??= checkSource(simulation, { source, text: entry.text }, settings, onBug).diagnostics;
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
