import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { AssumedTarget, Assumption } from '../reconcile-preview/assumption.ts';
import { parseImage } from '../model/image.ts';
import { asKind } from '../reconcile-preview/kind.ts';
import { POD } from '../reconcile-preview/kinds.ts';
import { kindOfWord } from '../reconcile-preview/named.ts';
import type { Timeline } from '../reconcile-preview/timeline.ts';
import { closest } from '../text/closest.ts';

/** A finding for each assumption that no pod meets. */
export function unmetAssumptions(
  assumptions: readonly Assumption[],
  { assumed, timeline }: { readonly assumed: readonly number[]; readonly timeline: Timeline },
): Diagnostic[] {
  return assumptions.flatMap(({ text, targets }, i): Diagnostic[] => {
    if (assumed[i] !== 0) return [];
    const near = targets.flatMap((target) => closest(target.text, namesLike(target, timeline)) ?? [])[0];
    return [
      {
        code: 'preview/unmet-assumption',
        severity: 'error',
        message: `no pod meets the assumption ${text}`,
        note: near === undefined ? 'Name a workload or image of the preview: it assumes nothing as it is.' : `Did you mean ${near}?`,
        at: { source: '--assume', range: { start: 0, end: 0 } },
      },
    ];
  });
}

/** Everything in a simulation that a target could have meant, written as the target is. */
function namesLike(target: AssumedTarget, { entries }: Timeline): string[] {
  const objects = [...new Map(entries.map(({ object }) => [object.metadata.uid ?? '', object])).values()];
  if (target.kind === 'image')
    return objects
      .flatMap((object) => asKind(object, POD)?.spec?.containers ?? [])
      .flatMap(({ image }) => [image ?? [], parseImage(image)?.name ?? []].flat());
  const parts = target.text.split('/');
  const word = parts.at(-2) ?? '';
  return objects
    .filter(({ kind }) => kindOfWord(kind) !== undefined)
    .map(({ kind, metadata: { namespace = '', name = '' } }) => {
      const own = kind === target.named.kind ? word : kind.toLowerCase();
      return parts.length === 2 ? `${own}/${name}` : parts[1] === word ? `${namespace}/${own}/${name}` : `${own}/${namespace}/${name}`;
    });
}
