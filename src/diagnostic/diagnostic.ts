import type { TextRange } from '../text/offset.ts';
import type { TextEdit } from '../text/text-edit.ts';

/** `area/name`: stable, lower case, kebab-case. Lint rules are `lint/<rule id>`. */
export type DiagnosticCode = `${'yaml' | 'schema' | 'api' | 'admission' | 'reference' | 'lint' | 'preview' | 'input'}/${string}`;

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** The object a finding is about, as far as the manifest tells. */
export interface ObjectIdentity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** A place in a source: `source` is the path as the user gave it, or `-`. */
export interface Location {
  readonly source: string;
  readonly range: TextRange;
  readonly object?: ObjectIdentity;
  /** Field path as the API server prints it. */
  readonly path?: string;
}

export interface Related {
  readonly at: Location;
  readonly message: string;
}

/** A change that mends the finding. `safe` ones keep the meaning and are applied by `drydock fix`; others only with `--unsafe`. */
export interface Fix {
  readonly title: string;
  readonly safety: 'safe' | 'unsafe';
  readonly edits: readonly TextEdit[];
}

/** One finding, as users see it. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** What is wrong: one sentence, in the API server's words where it has some. */
  readonly message: string;
  /** Why it matters or what to do, when no fix says it. */
  readonly note?: string;
  readonly at: Location;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
}
