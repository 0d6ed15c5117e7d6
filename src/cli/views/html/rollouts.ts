import { isJobRun, type Rollout } from '../../../workspace/preview.ts';
import { counted } from '../../counted.ts';
import { durationText } from '../duration.ts';
import { isNotable, rolloutFacts } from '../rollout.ts';
import { nameIn } from './anchors.ts';
import { chart, type ChartStep } from './chart.ts';
import { html, type Insert, type Markup } from './markup.ts';
import { scrollBox, table } from './table.ts';

/** So many rollouts are drawn whether or not anything is special about them, and so many at all. */
const MOST_ORDINARY = 8;
const MOST = 40;
/** Of more steps than that some are not drawn; the table has them all. */
const MOST_DRAWN = 60;

/** How pods come and go, a picture for each workload; what comes up for the first time without trouble is only counted where there is much of it. */
export function rolloutCards(rollouts: readonly Rollout[]): Insert {
  const ordered = [...rollouts.filter(isNotable), ...rollouts.filter((rollout) => !isNotable(rollout))];
  const drawn = rollouts.length <= MOST_ORDINARY ? ordered : ordered.filter(isNotable).slice(0, MOST);
  const left = rollouts.length - drawn.length;
  return [
    drawn.length === 0 ? '' : html`<div class="grid wide">${drawn.map(rolloutCard)}</div>`,
    left === 0
      ? ''
      : html`<p class="dim">
          ${counted(left, drawn.length > 0 ? 'other workload' : 'workload')} ${left === 1 ? 'comes' : 'come'} to rest as well.
        </p>`,
  ];
}

function rolloutCard(rollout: Rollout, i: number): Markup {
  const { kind, namespace, name } = rollout.workload;
  const facts = rolloutFacts(rollout);
  const title = `${kind} ${nameIn(namespace, name)}`;
  const { state, reasons } = rollout.end;
  return html`<div class="card">
    <h3><span class="kind">${kind}</span> ${nameIn(namespace, name)} <span class="${TONES[state]}">${state}</span></h3>
    <p>${facts.join(' · ')}</p>
    ${reasons.map(({ reason, message }) => html`<p class="facts">${reason}: ${message}</p>`)} ${legend(rollout)}
    ${scrollBox(
      `Chart of ${title}`,
      chart(thinned(chartSteps(rollout)), {
        id: `rollout-${i + 1}`,
        title: `Pods of ${title} step by step`,
        description: `${facts.join(', ')}.`,
      }),
    )}
    <details>
      <summary>${counted(rollout.steps.length, 'step')}</summary>
      ${stepTable(rollout, title)}
    </details>
  </div> `;
}

const TONES = { complete: 'good', held: 'tone-warn', running: 'tone-warn', stuck: 'bad', failed: 'bad' } as const;
const JOB_SERIES = ['succeeded', 'failed', 'active'] as const;
const POD_SERIES = ['old', 'new'] as const;

function chartSteps(rollout: Rollout): ChartStep[] {
  const times = rollout.steps.map(({ at }) => durationText(at));
  const timeAt = (i: number): string => (i > 0 && times[i - 1] === times[i] ? '' : (times[i] ?? ''));
  return isJobRun(rollout)
    ? rollout.steps.map((step, i) => ({
        at: timeAt(i),
        stacked: JOB_SERIES.map((style) => ({ style, count: step[style] })),
        marked: step.succeeded,
        wanted: rollout.completions,
      }))
    : rollout.steps.map((step, i) => ({
        at: timeAt(i),
        stacked: POD_SERIES.map((style) => ({ style, count: step[style] })),
        marked: step.available,
        wanted: step.desired,
      }));
}

/** Every so many steps, the last one among them. */
function thinned<T>(steps: readonly T[]): readonly T[] {
  const every = Math.ceil(steps.length / MOST_DRAWN);
  return steps.filter((_, i) => (steps.length - 1 - i) % every === 0);
}

function legend(rollout: Rollout): Markup {
  const entries = isJobRun(rollout)
    ? [...JOB_SERIES.map((style) => [style, `${style} pods`]), ['wanted', 'completions']]
    : [...POD_SERIES.map((style) => [style, `${style} revision`]), ['marked', 'available'], ['wanted', 'desired']];
  return html`<ul class="legend">
    ${entries.map(([style = '', words = '']) => html`<li><span class="swatch ${style}"></span>${words}</li> `)}
  </ul>`;
}

function stepTable(rollout: Rollout, title: string): Markup {
  const label = `Steps of ${title}`;
  return isJobRun(rollout)
    ? table(
        label,
        ['Time', 'Active', 'Ready', 'Succeeded', 'Failed'],
        rollout.steps.map(({ at, active, ready, succeeded, failed }) => [durationText(at), active, ready, succeeded, failed]),
        'numbers',
      )
    : table(
        label,
        ['Time', 'Desired', 'Old', 'New', 'Ready', 'Available'],
        rollout.steps.map(({ at, desired, old, new: fresh, ready, available }) => [
          durationText(at),
          desired,
          old,
          fresh,
          ready,
          available,
        ]),
        'numbers',
      );
}
