import type { StoryLine } from '../../../workspace/preview.ts';
import { nameIn } from './anchors.ts';
import { html, type Markup } from './markup.ts';
import { scrollBox } from './table.ts';

const VERBS = { ADDED: 'creates', MODIFIED: 'changes', DELETED: 'deletes' } as const;

/** Who wrote what, when and why, in order; a line above each new moment. */
export const storyTable = (story: readonly StoryLine[]): Markup =>
  scrollBox(
    'Who wrote what',
    html`<table>
      <thead>
        <tr>
          ${['When', 'Who', 'What', 'State after it', 'Why'].map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${story.map((line, i) => row(line, i > 0 && story[i - 1]?.at !== line.at))}
      </tbody>
    </table>`,
  );

const row = ({ at, by, type, object: { kind, namespace, name }, note, why }: StoryLine, isNewMoment: boolean): Markup =>
  html`<tr${isNewMoment ? html` class="moment"` : ''}>
    <td class="at">${at.toFixed(3)} s</td>
    <td class="who">${by}</td>
    <td class="what">${VERBS[type]} <span class="kind">${kind}</span> ${nameIn(namespace, name)}</td>
    <td class="mono">${note}</td>
    <td class="why">${why}</td>
  </tr> `;
