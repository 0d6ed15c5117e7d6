import type { OnBug } from './check.ts';
import { complete } from './editor/complete.ts';
import { hover } from './editor/hover.ts';
import type { EditorSession } from './editor-session.ts';
import type { ExplainSources } from './explain.ts';
import type { LintSettings } from './lint.ts';
import type { Simulation } from './simulation.ts';
import { createWorkspace } from './workspace.ts';

export interface EditorSessionOptions {
  readonly simulation: Simulation;
  /** Best practices are looked at unless this is absent. */
  readonly lint?: LintSettings;
  readonly sources: ExplainSources;
  readonly onBug: OnBug;
}

/** A workspace as an editor uses it: what is wrong, and what is known of the place under the cursor. */
export function createEditorSession({ simulation, lint, sources, onBug }: EditorSessionOptions): EditorSession {
  const workspace = createWorkspace({ simulation, settings: { api: true, lint: lint !== undefined, rules: lint?.rules ?? {} }, onBug });
  return {
    open: (source, text) => workspace.open({ source, text }),
    change: (source, text) => workspace.change({ source, text }),
    close: (source) => workspace.close(source),
    text: (source) => workspace.text(source),
    diagnostics: (source) => workspace.diagnostics(source),
    hover(source, offset) {
      const text = workspace.text(source);
      return text === undefined ? undefined : hover(text, offset, sources);
    },
    complete(source, offset) {
      const text = workspace.text(source);
      return text === undefined ? [] : complete(text, offset, sources);
    },
  };
}
