import { deepEqual } from '../model/json.ts';
import type { ObjectMeta, OwnerReference } from '../model/kinds/meta-v1.ts';
import type { WarningList } from './warning-list.ts';

/** Drops owner references that stand in the list twice, with the server's warning. Changes `metadata`. */
export function dedupeOwnerReferences(metadata: ObjectMeta, warnings: WarningList, afterAdmission: boolean): void {
  const references = metadata.ownerReferences;
  if (!references || references.length < 2) return;
  const kept: OwnerReference[] = [];
  const duplicates: string[] = [];
  for (const reference of references) {
    if (kept.some((other) => deepEqual(other, reference))) duplicates.push(reference.uid ?? '');
    else kept.push(reference);
  }
  if (duplicates.length === 0) return;
  metadata.ownerReferences = kept;
  warnings.add(
    `.metadata.ownerReferences contains duplicate entries${afterAdmission ? ' after mutating admission happens' : ''}; ` +
      `API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; ` +
      `duplicate UID(s) observed: ${duplicates.join(', ')}`,
  );
}
