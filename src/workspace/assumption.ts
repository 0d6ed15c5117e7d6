import type { AssumedTarget, Assumption } from '../reconcile-preview/assumption.ts';
import { parseFate } from '../reconcile-preview/kubelet/fate.ts';
import { KIND_WORDS, readName } from '../reconcile-preview/named.ts';
import { closest } from '../text/closest.ts';
import type { WrongUsage } from './wrong-usage.ts';

export type { Assumption };

const FATES = ['never-ready', 'ready-after=DURATION', 'image-pull-error', 'exit=N'] as const;
const FORM =
  'give never-ready=WORKLOAD, ready-after=DURATION:WORKLOAD, image-pull-error=WORKLOAD or IMAGE, or exit=N:WORKLOAD, such as never-ready=deployment/web';

/**
 * Reads `never-ready=deployment/web`, `ready-after=10s:deployment/web`, `image-pull-error=shop/statefulset/db,ghcr.io/team/app:1.2` or `exit=1:job/migrate`: what becomes of containers, and of
 * which, by commas. A workload is `KIND/NAME` or `NAMESPACE/KIND/NAME`; what names none is an image.
 */
export function parseAssumption(text: string): Assumption | WrongUsage {
  const [, measured, measuredTargets, word = '', targets = ''] =
    /^(?:((?:exit|ready-after)=[^:=]*)[:=](.*)|([^=:]*)[=:](.*))$/s.exec(text) ?? [];
  const fate = parseFate(measured ?? word);
  if (!fate) return noFate(text, measured ?? (word === '' ? text : word));
  const names = (measuredTargets ?? targets).split(',').map((name) => name.trim());
  if (names.includes('')) return { message: `assumption "${text}" does not say of which pods`, hint: FORM };
  const read = names.map(readTarget);
  const wrong = read.find((target) => 'message' in target);
  if (wrong) return { ...wrong, message: `assumption "${text}": ${wrong.message}` };
  return {
    text,
    fate: fate.exitCode === 0 ? fate : { ...fate, crashLoops: true },
    targets: read.flatMap((target) => ('message' in target ? [] : [target])),
  };
}

function noFate(text: string, word: string): WrongUsage {
  if (word.startsWith('exit'))
    return { message: `assumption "${text}" has no exit code`, hint: 'give exit=N:WORKLOAD, such as exit=1:job/migrate' };
  if (word.startsWith('ready-after'))
    return {
      message: `assumption "${text}" has no duration`,
      hint: 'give ready-after=DURATION:WORKLOAD, such as ready-after=10s:deployment/web',
    };
  const near = closest(word, FATES);
  return {
    message: `assumption "${text}" is none of ${FATES.join(', ')}`,
    hint: near === undefined ? FORM : `did you mean ${near}?`,
  };
}

function readTarget(text: string): AssumedTarget | WrongUsage {
  const named = readName(text);
  if (named?.kind === 'Service' || named?.kind === 'Namespace')
    return { message: `a ${named.kind} has no pods of its own`, hint: 'name a workload, such as deployment/web' };
  if (named?.kind !== undefined) return { text, kind: 'workload', named };
  const [first = '', second] = text.split('/');
  const near = second === undefined || /[.:]/.test(text) ? undefined : closest(first.toLowerCase(), KIND_WORDS);
  if (near !== undefined) return { message: `"${first}" is no kind of workload`, hint: `did you mean ${near}/${second ?? ''}?` };
  return { text, kind: 'image', image: text };
}
