import type { WhatIfResult } from '../../../workspace/preview.ts';
import { afterText } from '../duration.ts';
import { budgetText, isShaken, moveTexts, nodesText, readyText } from '../what-if.ts';
import { nameIn } from './anchors.ts';
import { html, type Insert, type Markup } from './markup.ts';
import { card, rootCard } from './problems.ts';
import { storyTable } from './story.ts';

/** What becomes of the cluster when something happens to it: what is wrong then, and what is different. */
export function whatIfSection(result: WhatIfResult, textOf: (source: string) => string | undefined): Markup {
  const { happened, roots, moves, workloads, budgets, nodesNeeded, settled, took, story } = result;
  const shaken = workloads.filter(isShaken);
  return html`<div class="card">
      ${happened.map(({ what }) => html`<h3>${what}</h3>`)}
      <p class="dim">${settled ? 'At rest again' : 'Not at rest'} ${afterText(took)}.</p>
    </div>
    ${roots.map((tree) => rootCard(tree, textOf))}
    ${happened
      .flatMap(({ notes }) => notes)
      .map(({ severity, object: { kind, namespace, name }, reason, message }) =>
        card(severity, `${kind} ${nameIn(namespace, name)}`, reason, html`<p>${message}</p>`),
      )}
    ${listed('Pods that go or come', moveTexts(moves))}
    ${listed(
      'Ready pods',
      shaken.map((count) => `${count.workload.kind} ${nameIn(count.workload.namespace, count.workload.name)}: ${readyText(count)}`),
    )}
    ${listed('Disruption budgets', budgets.map(budgetText))} ${listed('More nodes', nodesNeeded ? [nodesText(nodesNeeded)] : [])}
    ${
      story.length === 0
        ? ''
        : html`<details>
            <summary>What was written meanwhile</summary>
            ${storyTable(story)}
          </details>`
    }`;
}

const listed = (title: string, lines: readonly string[]): Insert =>
  lines.length === 0
    ? ''
    : html`<div class="card">
        <h3>${title}</h3>
        <ul>
          ${lines.map((line) => html`<li>${line}</li> `)}
        </ul>
      </div>`;
