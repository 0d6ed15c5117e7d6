import type { Diagnostic, DiagnosticCode, Location, Related } from '../../diagnostic/diagnostic.ts';
import { compareDiagnostics } from '../../diagnostic/severity.ts';
import type { PreviewResult, TroubleTree } from '../../workspace/preview.ts';
import { consequencesOf, nameOf, shortMessage, type Consequence } from './problems.ts';

/**
 * What a preview finds, for printers of findings: what the API server says of documents, and each root of what does not end well, also when something
 * happens, with what comes of it and what to do. What nobody wrote anything of is told at the start of `otherwise`.
 */
export function previewFindings({ diagnostics, roots, whatIf }: PreviewResult, otherwise: string): Diagnostic[] {
  const nowhere: Location = { source: otherwise, range: { start: 0, end: 0 } };
  const found = [...roots, ...(whatIf?.roots ?? [])].filter(({ isFinding }) => !isFinding).map((tree) => finding(tree, nowhere));
  const notes = (whatIf?.happened ?? []).flatMap(({ what, notes }) =>
    notes.map(({ severity, message }): Diagnostic => ({ code: 'preview/what-if', severity, message: `${what}: ${message}`, at: nowhere })),
  );
  return [...diagnostics, ...found, ...notes].sort(compareDiagnostics);
}

function finding(tree: TroubleTree, nowhere: Location): Diagnostic {
  const { severity, object, reason, message, remedy } = tree;
  const [at = nowhere, ...others] = placesOf(tree);
  const note = [...consequencesOf(tree).flatMap((each) => consequenceLines(each, '')), ...(remedy === undefined ? [] : [`→ ${remedy}`])];
  return {
    code: codeOf(reason),
    severity,
    message: `${nameOf(object)}: ${reason}: ${shortMessage(message)}`,
    at,
    ...(note.length > 0 && { note: note.join('\n') }),
    ...(others.length > 0 && { related: others.map((place): Related => ({ at: place, message: 'here as well' })) }),
  };
}

/** `preview/exceeded-quota` of `ExceededQuota`. */
const codeOf = (reason: string): DiagnosticCode =>
  `preview/${reason.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase()}`;

/** Where something is to be mended; where nobody wrote it, what comes of it that somebody wrote. */
function placesOf({ places = [], consequences }: TroubleTree): readonly Location[] {
  if (places.length > 0) return places;
  const [place] = consequences.flatMap(placesOf);
  return place ? [place] : [];
}

const consequenceLines = ({ object, text, consequences }: Consequence, indent: string): string[] => [
  `${indent}↳ ${object ? `${nameOf(object)}: ` : ''}${text}`,
  ...consequences.flatMap((each) => consequenceLines(each, `${indent}  `)),
];
