/** A named text: `source` is a path as the user gave it, or `-`. */
export interface SourceFile {
  readonly source: string;
  readonly text: string;
}
