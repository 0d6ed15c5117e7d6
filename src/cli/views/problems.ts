import { createLineIndex } from '../../text/line-index.ts';
import type { TroubleTree } from '../../workspace/preview.ts';
import { printable, type Style } from '../style.ts';

/** Something that comes of a problem, with what comes of that: what is said of one object one after the other is one line. */
export interface Consequence {
  /** Absent where it is about the same object as the line above. */
  readonly object?: TroubleTree['object'];
  readonly text: string;
  readonly consequences: readonly Consequence[];
}

/** So many consequences of the same thing are told one by one, and so many of the others by name. */
const MOST_TOLD = 8;
const MOST_NAMED = 20;

/** What comes of something. Beyond the first few only names are told. */
export function consequencesOf(tree: TroubleTree): Consequence[] {
  const all = absorbed(tree.consequences).map((each) => consequence(each, tree.object));
  if (all.length <= MOST_TOLD) return all;
  const names = all.slice(MOST_TOLD - 1).flatMap(({ object }) => (object ? [nameOf(object)] : []));
  return [
    ...all.slice(0, MOST_TOLD - 1),
    {
      text: `and ${names.length} more: ${names.slice(0, MOST_NAMED).join(', ')}${names.length > MOST_NAMED ? ' …' : ''}`,
      consequences: [],
    },
  ];
}

/** What is said of the same object is told together. */
function absorbed(trees: readonly TroubleTree[]): TroubleTree[][] {
  const groups = new Map<string, TroubleTree[]>();
  for (const tree of trees) groups.set(nameOf(tree.object), [...(groups.get(nameOf(tree.object)) ?? []), tree]);
  return [...groups.values()];
}

function consequence(same: readonly TroubleTree[], above: TroubleTree['object']): Consequence {
  const [texts, below] = [new Set<string>(), new Map<string, TroubleTree>()];
  const take = (tree: TroubleTree): void => {
    texts.add(tree.effect ?? tree.message);
    for (const each of tree.consequences) {
      if (nameOf(each.object) === nameOf(tree.object)) take(each);
      else below.set(`${nameOf(each.object)} ${each.reason} ${each.message}`, each);
    }
  };
  for (const tree of same) take(tree);
  const [first] = same;
  const object = first && nameOf(first.object) !== nameOf(above) ? first.object : undefined;
  const parent = object ?? above;
  return {
    ...(object && { object }),
    text: [...texts].join('; '),
    consequences: absorbed([...below.values()]).map((each) => consequence(each, parent)),
  };
}

/** `Deployment shop/web`; the kind alone for what has no name. */
export const nameOf = ({ kind, namespace, name }: TroubleTree['object']): string =>
  [kind, namespace === '' ? name : `${namespace}/${name}`].filter(Boolean).join(' ');

/** Upstream's words without those that say that preemption does not help, and those of Pod Security that the remedy repeats. */
export function shortMessage(message: string): string {
  const words = message.replace(/ preemption: [^:]*: [^:]*$/, '');
  return words.includes(' violates PodSecurity ') ? words.replace(/ \((?:[^()]|\([^()]*\))*\)/g, '') : words;
}

/** `deploy/web.yaml:12:9`: where it is to be mended; empty where nobody wrote anything of it. */
export function placeOf({ places: [place] = [] }: TroubleTree, textOf: (source: string) => string | undefined): string {
  const text = place && textOf(place.source);
  if (!place || text === undefined) return '';
  const { line, column } = createLineIndex(text).positionAt(place.range.start);
  return `${place.source}:${line}:${column}`;
}

/** Problems for people: what is wrong and where, what comes of it, and what to do. */
export const problemLines = (roots: readonly TroubleTree[], textOf: (source: string) => string | undefined, style: Style): string[] =>
  roots.flatMap((tree) => {
    const { severity, object, reason, message, remedy } = tree;
    const sign = severity === 'error' ? style.red('✗') : style.yellow('!');
    const place = placeOf(tree, textOf);
    const more = (tree.places?.length ?? 0) > 1 ? ` and ${(tree.places?.length ?? 0) - 1} more` : '';
    return [
      `  ${sign} ${printable(nameOf(object))}: ${style.bold(printable(reason))}: ${printable(shortMessage(message))}`,
      ...(place === '' ? [] : [`      ${style.dim(`at ${printable(place)}${more}`)}`]),
      ...consequencesOf(tree).flatMap((each) => consequenceLines(each, 3, style)),
      ...(remedy === undefined ? [] : [`      ${style.green('→')} ${printable(remedy)}`]),
    ];
  });

function consequenceLines({ object, text, consequences }: Consequence, depth: number, style: Style): string[] {
  const line = `${'  '.repeat(depth)}${style.dim('↳')} ${object ? `${printable(nameOf(object))}: ` : ''}${printable(text)}`;
  return [line, ...consequences.flatMap((each) => consequenceLines(each, depth + 1, style))];
}
