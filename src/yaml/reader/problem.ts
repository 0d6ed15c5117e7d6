/**
 * What ends the reading of a document. Thrown inside the reader only; `readDocuments` turns it into a value.
 * `at` is an offset into the file: what to look at. `line` is the number that the message gets, 0 for none.
 */
export class ReadProblem extends Error {
  override readonly name = 'ReadProblem';
  readonly at: number;
  /** Where the collection begins that the problem is in, when that may be the reason. */
  readonly since: number;

  constructor(problem: string, at: number, line = 0, since: number = at) {
    super(`yaml: ${line > 0 ? `line ${line}: ` : ''}${problem}`);
    this.at = at;
    this.since = since;
  }
}
