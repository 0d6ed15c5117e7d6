import { html, type Insert, type Markup } from './markup.ts';

/** What a chart stacks at one moment, from below, and where its lines are. */
export interface ChartStep {
  /** When, in words; empty where it is the moment of the step before. */
  readonly at: string;
  readonly stacked: readonly { readonly style: string; readonly count: number }[];
  /** A marked line and a dashed one. */
  readonly marked: number;
  readonly wanted: number;
}

interface ChartText {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** What the picture shows, for those who do not see it. */
  readonly description: string;
}

const SLOT = 26;
const HEIGHT = 120;
const LEFT = 34;
const TOP = 8;
const BOTTOM = 24;

/** Counts over steps as stacked bars with a line, drawn to scale and never scaled, so that letters stay readable: what holds it scrolls. */
export function chart(steps: readonly ChartStep[], { id, title, description }: ChartText): Markup {
  const most = Math.max(1, ...steps.map(({ stacked, marked, wanted }) => Math.max(marked, wanted, sumOf(stacked))));
  const [width, height] = [LEFT + steps.length * SLOT + 40, TOP + HEIGHT + BOTTOM];
  const y = (count: number): number => round(TOP + HEIGHT - (count / most) * HEIGHT);
  const x = (i: number): number => LEFT + i * SLOT;
  return html`<svg role="img" aria-labelledby="${id}-title ${id}-text" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
    <title id="${id}-title">${title}</title>
    <desc id="${id}-text">${description}</desc>
    ${ticksOf(most).map(
      (count) =>
        html`<line class="tick" x1="${LEFT}" x2="${x(steps.length)}" y1="${y(count)}" y2="${y(count)}" />
          <text x="${LEFT - 8}" y="${y(count) + 4}" text-anchor="end">${count}</text> `,
    )}
    ${steps.map(({ stacked }, i) => bars(stacked, x(i) + 4, y))}
    <path
      class="wanted"
      d="${linePath(
        steps.map(({ wanted }) => y(wanted)),
        x,
      )}"
    />
    <path
      class="marked"
      d="${linePath(
        steps.map(({ marked }) => y(marked)),
        x,
      )}"
    />
    ${timesOf(steps).map(({ at, i }) => html`<text x="${x(i) + 2}" y="${height - 6}">${at}</text> `)}
  </svg>`;
}

const sumOf = (stacked: ChartStep['stacked']): number => stacked.reduce((sum, { count }) => sum + count, 0);
const round = (value: number): number => Math.round(value * 10) / 10;

function bars(stacked: ChartStep['stacked'], x: number, y: (count: number) => number): Insert {
  let below = 0;
  return stacked.flatMap(({ style, count }) => {
    if (count === 0) return [];
    below += count;
    return [html`<rect class="${style}" x="${x}" y="${y(below)}" width="${SLOT - 8}" height="${round(y(below - count) - y(below))}" /> `];
  });
}

/** A stair: level over each step. */
const linePath = (heights: readonly number[], x: (i: number) => number): string =>
  heights.map((height, i) => `${i === 0 ? 'M' : 'L'}${x(i)} ${height}H${x(i + 1)}`).join('');

/** At most five whole numbers from 0 on. */
function ticksOf(most: number): number[] {
  const distance =
    [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000].find((each) => most / each <= 4) ?? Math.ceil(most / 4);
  return Array.from({ length: Math.floor(most / distance) + 1 }, (_, i) => i * distance);
}

/** A time takes about two slots. */
function timesOf(steps: readonly ChartStep[]): { readonly at: string; readonly i: number }[] {
  const times: { readonly at: string; readonly i: number }[] = [];
  for (const [i, { at }] of steps.entries()) {
    const last = times.at(-1);
    if (at !== '' && (!last || (i - last.i) * SLOT > last.at.length * 7 + 6)) times.push({ at, i });
  }
  return times;
}
