import type { DiagnosticCode, Related, Severity } from '../diagnostic/diagnostic.ts';
import type { FieldPath } from '../model/field-path.ts';

/** Something wrong with a document, before its place in the text is looked up. */
export interface Problem {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: string;
  readonly note?: string;
  /** The field it is about; the root for the document as a whole. */
  readonly path: FieldPath;
  /** Whether the field's name is meant rather than its value. */
  readonly onKey?: true;
  /** A better name for the field, when the problem is its name. */
  readonly rename?: string;
  /** Other fields of the document that it is about, each with what is wrong there. */
  readonly others?: readonly { readonly path: FieldPath; readonly message: string }[];
  /** Places elsewhere that have to do with it. */
  readonly related?: readonly Related[];
}
