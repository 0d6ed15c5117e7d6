import type { JsonObject } from '../../../model/json.ts';
import type { PreviewResult } from '../../../workspace/preview.ts';
import { nodeUses, shareTone, type Gauge } from '../nodes.ts';
import { textAt } from '../object-fields.ts';
import { anchorOf, linkTo, nameIn } from './anchors.ts';
import { html, type Markup } from './markup.ts';

/** Which pods are on which node, how full each node is, and the pods that are on none. */
export function topology({ everything }: PreviewResult, shown: ReadonlySet<string>): Markup {
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

const chips = (pods: readonly JsonObject[], shown: ReadonlySet<string>): Markup =>
  pods.length === 0
    ? html`<p class="facts">no pods</p>`
    : html`<ul class="chips">
        ${pods.map((pod) => chip(pod, shown))}
      </ul>`;

/** A pod that is told of among the workloads leads there. */
function chip(pod: JsonObject, shown: ReadonlySet<string>): Markup {
  const name = nameIn(textAt(pod, 'metadata', 'namespace'), textAt(pod, 'metadata', 'name'));
  const anchor = anchorOf(pod);
  return html`<li>${shown.has(anchor) ? html`<a href="${linkTo(anchor)}">${name}</a>` : name}</li> `;
}
