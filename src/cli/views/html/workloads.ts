import { createStyle } from '../../style.ts';
import { textAt } from '../object-fields.ts';
import { statusLines } from '../status.ts';
import { workloadState } from '../workload-state.ts';
import type { WorkloadTree } from '../workload-tree.ts';
import { anchorOf, nameIn } from './anchors.ts';
import { html, type Markup } from './markup.ts';

const PLAIN = createStyle(false);

/** Workloads down to their pods, each with how far it has come and its conditions. */
export const workloadCards = (trees: readonly WorkloadTree[]): Markup =>
  html`${trees.map(
    (tree) =>
      html`<ul class="card">
        ${branch(tree)}
      </ul> `,
  )}`;

function branch({ object, isDetailed, children }: WorkloadTree): Markup {
  const name = nameIn(textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name'));
  const { text, tone, more } = workloadState(object);
  const facts = isDetailed ? statusLines(object, PLAIN) : [];
  return html`<li>
    <span id="${anchorOf(object)}"><span class="kind">${String(object.kind)}</span> <b>${name}</b></span>
    <span class="${tone}">${text}</span> <span class="dim mono">${more}</span>
    ${facts.length === 0 ? '' : statusOf(facts, tone === 'bad')}
    ${
      children.length === 0
        ? ''
        : html`<ul>
            ${children.map(branch)}
          </ul>`
    }
  </li> `;
}

/** The status of what is well is there for those who want it. */
const statusOf = (facts: readonly string[], isOpen: boolean): Markup =>
  html`<details${isOpen ? html` open` : ''}>
    <summary>status</summary>
    ${facts.map((fact) => html`<p class="facts">${fact}</p>`)}
  </details>`;
