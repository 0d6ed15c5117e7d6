import { assertNever } from '../model/invariant.ts';
import type { TextEdit } from '../text/text-edit.ts';
import { quoteScalar, removeValue, renameKey, setValue } from '../yaml/edit.ts';
import type { SyntaxTree } from '../yaml/syntax-tree.ts';
import type { PathEdit } from './path-edit.ts';

/**
 * The text edits that change a manifest as `edits` say and leave everything else, comments and layout included. Undefined when one of them cannot be made: in text
 * that is no YAML, in values that an alias or a merge key brings from elsewhere, where an anchor would be lost.
 */
export function editsFor(tree: SyntaxTree, edits: readonly PathEdit[]): readonly TextEdit[] | undefined {
  const made = edits.map((edit) => editFor(tree, edit));
  return made.some((each) => each.length === 0) ? undefined : made.flat();
}

function editFor(tree: SyntaxTree, edit: PathEdit): readonly TextEdit[] {
  switch (edit.kind) {
    case 'set':
      return setValue(tree, edit.path, edit.value);
    case 'remove':
      return removeValue(tree, edit.path);
    case 'rename':
      return renameKey(tree, edit.path, edit.name);
    case 'quote':
      return quoteScalar(tree, edit.path);
    default:
      return assertNever(edit);
  }
}
