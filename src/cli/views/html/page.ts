import type { PreviewResult } from '../../../workspace/preview.ts';
import { counted } from '../../counted.ts';
import { objectsOfResult } from '../objects-of-result.ts';
import { durationText } from '../duration.ts';
import { otherObjects } from '../preview.ts';
import { problemCount } from '../problem-count.ts';
import { workloadTrees } from '../workload-tree.ts';
import { html, type Insert, type Markup } from './markup.ts';
import { matrixTable } from './matrix.ts';
import { policyTable, routeTable, serviceTable } from './network.ts';
import { problemCards } from './problems.ts';
import { rolloutCards } from './rollouts.ts';
import { storyTable } from './story.ts';
import { STYLE_SHEET } from './style-sheet.ts';
import { topology } from './topology.ts';
import { whatIfSection } from './what-if.ts';
import { workloadCards } from './workloads.ts';

export interface PageContext {
  /** Texts of sources, to say in which line something stands. */
  readonly textOf: (source: string) => string | undefined;
  readonly release: string;
  readonly version: string;
}

interface Section {
  readonly id: string;
  readonly title: string;
  /** Undefined where there is nothing to tell. */
  readonly body: Insert | undefined;
}

/** The most lines of the story that are open at once. */
const MOST_OPEN = 60;

/**
 * A preview as one page that needs nothing else: no scripts, nothing loaded from elsewhere, light or dark as the reader has it. Problems come first.
 * Equal results give equal bytes.
 */
export function previewPage(result: PreviewResult, { textOf, release, version }: PageContext): string {
  const isResult = objectsOfResult(result);
  const trees = workloadTrees(result.objects);
  const services = result.network.services.filter(isResult('Service'));
  const routes = result.network.routes.flatMap(({ class: className, routes: all }) =>
    all.filter(({ ingress }) => isResult('Ingress')(ingress)).map((route) => ({ className, route })),
  );
  const policies = result.network.policies.filter(isResult('NetworkPolicy'));
  const rollouts = result.rollouts();
  const others = [...otherObjects(result.objects)];
  const sections: Section[] = [
    { id: 'problems', title: 'Problems', body: problemCards(result, textOf) },
    { id: 'what-if', title: 'What if', body: result.whatIf ? whatIfSection(result.whatIf, textOf) : undefined },
    { id: 'topology', title: 'Nodes and their pods', body: topology(result, trees) },
    { id: 'rollouts', title: 'Rollouts', body: rollouts.length > 0 ? rolloutCards(rollouts) : undefined },
    { id: 'workloads', title: 'Workloads', body: trees.length > 0 ? workloadCards(trees) : undefined },
    { id: 'story', title: 'Timeline', body: result.story.length > 0 ? storySection(result) : undefined },
    { id: 'services', title: 'Services', body: services.length > 0 ? serviceTable(services) : undefined },
    { id: 'routes', title: 'Routes', body: routes.length > 0 ? routeTable(routes) : undefined },
    { id: 'policies', title: 'Network policies', body: policies.length > 0 ? policyTable(policies) : undefined },
    { id: 'reach', title: 'Who reaches whom', body: result.network.policies.length > 0 ? reachSection(result) : undefined },
    { id: 'others', title: 'Other objects', body: others.length > 0 ? otherCard(others) : undefined },
  ];
  const told = sections.filter(({ body }) => body !== undefined);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>Preview: ${problemWords(problemCount(result))}</title>
        <style>
          ${STYLE_SHEET}
        </style>
      </head>
      <body>
        <header>
          <h1>Preview</h1>
          <p class="dim">What becomes of the manifests in a cluster with Kubernetes ${release}.</p>
          ${assumptions(result)} ${tiles(result)}
          <nav>${told.map(({ id, title }) => html`<a href="#${id}">${title}</a> `)}</nav>
        </header>
        <main>
          ${told.map(
            ({ id, title, body = '' }) =>
              html`<section id="${id}">
                <h2>${title}</h2>
                ${body}
              </section> `,
          )}
        </main>
        <footer><p>Drydock ${version}. Simulated offline: no cluster was asked.</p></footer>
      </body>
    </html>`;
  return `${page.text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')}\n`;
}

const problemWords = (count: number): string => (count === 0 ? 'no problems' : count === 1 ? '1 problem' : `${count} problems`);

function tiles(result: PreviewResult): Markup {
  const { accepted, documents, objects, everything, defaultNodes, settled, end } = result;
  const problems = problemCount(result);
  const nodes = everything.filter(({ kind }) => kind === 'Node').length;
  return html`<div class="tiles">
    ${tile(problems, 'problems', problems === 0 ? 'good' : 'bad')} ${tile(`${accepted} of ${documents}`, 'objects applied')}
    ${tile(objects.length, 'objects in the end')} ${tile(nodes, defaultNodes ? 'nodes (default workers)' : 'nodes')}
    ${tile(durationText(end.at), end.stoppedBy === undefined ? 'until the cluster rests' : settled ? 'as asked' : 'and not at rest')}
  </div>`;
}

const assumptions = ({ assumed }: PreviewResult): Insert =>
  assumed.length === 0
    ? ''
    : html`<p class="dim">
        Assumed:
        ${assumed.map(({ text, pods }, i) => html`${i === 0 ? '' : '; '}<span class="mono">${text}</span> (${counted(pods, 'pod')})`)}
      </p>`;

const tile = (figure: string | number, words: string, tone = ''): Markup =>
  html`<div class="tile"><b class="${tone}">${figure}</b><span class="dim">${words}</span></div> `;

/** More ends than that are no table to look at. */
const MOST_ENDS = 40;

function reachSection({ reach }: PreviewResult): Insert | undefined {
  const matrix = reach();
  return matrix.ends.length > MOST_ENDS
    ? html`<p class="card dim">
        ${counted(matrix.ends.length, 'workload')} are too many for a table: <code>drydock reach FROM TO</code> answers for two of them.
      </p>`
    : matrixTable(matrix);
}

function storySection({ story }: PreviewResult): Markup {
  if (story.length <= MOST_OPEN) return storyTable(story);
  return html`${storyTable(story.slice(0, MOST_OPEN))}
    <details>
      <summary>The other ${story.length - MOST_OPEN} writes</summary>
      ${storyTable(story.slice(MOST_OPEN))}
    </details>`;
}

const otherCard = (others: readonly (readonly [string, readonly string[]])[]): Markup =>
  html`<ul class="card">
    ${others.map(([kind, names]) => html`<li><span class="kind">${kind}</span> ${names.join(', ')}</li> `)}
  </ul>`;
