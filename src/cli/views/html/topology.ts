import type { JsonObject } from '../../../model/json.ts';
import type { PreviewResult } from '../../../workspace/preview.ts';
import { nodeUses, shareTone, type Gauge } from '../nodes.ts';
import { textAt } from '../object-fields.ts';
import { anchorOf, linkTo, nameIn } from './anchors.ts';
import type { WorkloadTree } from '../workload-tree.ts';
import { html, type Markup } from './markup.ts';

/** Which pods are on which node, how full each node is, and the pods that are on none. */
export function topology({ everything }: PreviewResult, trees: readonly WorkloadTree[]): Markup {
  const shown = rootsOf(trees);
  const homeless = everything.filter((object) => object.kind === 'Pod' && textAt(object, 'spec', 'nodeName') === '');
  return html`<div class="grid">
    ${nodeUses(everything).map(
      ({ name, pods, gauges, mostPods, cordoned }) =>
        html`<div class="card">
          <h3>${name}${cordoned ? html` <span class="tone-warn">cordoned</span>` : ''}</h3>
          ${gauges.map(bar)}${bar(podGauge(pods.length, mostPods))} ${chips(pods, shown)}
        </div> `,
    )}${
      homeless.length === 0
        ? ''
        : html`<div class="card problem">
            <h3 class="bad">On no node</h3>
            ${chips(homeless, shown)}
          </div>`
    }
  </div>`;
}

function podGauge(count: number, most: string): Gauge {
  const size = Number(most);
  return { resource: 'pods', used: String(count), size: most, share: size > 0 ? count / size : 0 };
}

function bar({ resource, used, size, share }: Gauge): Markup {
  const percent = Math.round(share * 100);
  const width = Math.min(100, Math.round(share * 1000) / 10);
  return html`<div class="gauge">
    <span class="dim">${resource}</span><span class="bar"><span class="${shareTone(share)}" style="width:${width}%"></span></span
    ><span>${used} of ${size} <span class="dim">(${percent} %)</span></span>
  </div> `;
}

/** The workload at the top of each that is shown, by anchor. */
type Roots = ReadonlyMap<string, JsonObject>;

function rootsOf(trees: readonly WorkloadTree[]): Roots {
  const anchors = (tree: WorkloadTree, root: JsonObject): [string, JsonObject][] => [
    [anchorOf(tree.object), root],
    ...tree.children.flatMap((child) => anchors(child, root)),
  ];
  return new Map(trees.flatMap((tree) => anchors(tree, tree.object)));
}

/** Of more pods than that those of one workload are counted. */
const MOST_CHIPS = 8;

function chips(pods: readonly JsonObject[], shown: Roots): Markup {
  if (pods.length === 0) return html`<p class="facts">no pods</p>`;
  if (pods.length <= MOST_CHIPS)
    return html`<ul class="chips">
      ${pods.map((pod) => chip(pod, shown, nameOf(pod)))}
    </ul>`;
  const groups = new Map<JsonObject, JsonObject[]>();
  for (const pod of pods) {
    const root = shown.get(anchorOf(pod)) ?? pod;
    groups.set(root, [...(groups.get(root) ?? []), pod]);
  }
  return html`<ul class="chips">
      ${[...groups].map(([root, all]) => chip(root, shown, all.length === 1 ? nameOf(root) : `${nameOf(root)} × ${all.length}`))}
    </ul>
    <details>
      <summary>${pods.length} pods</summary>
      <ul class="chips">
        ${pods.map((pod) => chip(pod, shown, nameOf(pod)))}
      </ul>
    </details>`;
}

const nameOf = (object: JsonObject): string => nameIn(textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name'));

/** What is told of among the workloads leads there. */
function chip(object: JsonObject, shown: Roots, text: string): Markup {
  const anchor = anchorOf(object);
  return html`<li>${shown.has(anchor) ? html`<a href="${linkTo(anchor)}">${text}</a>` : text}</li> `;
}
