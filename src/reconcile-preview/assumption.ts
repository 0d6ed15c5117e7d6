import type { ReadView } from '../cluster/store.ts';
import { parseImage } from '../model/image.ts';
import type { Pod } from '../model/kinds/core-v1.ts';
import type { Typed } from './kind.ts';
import { fateOf, type Fate } from './kubelet/fate.ts';
import type { World } from './kubelet/world.ts';
import { isNamed, type WantedName } from './named.ts';
import { ownerNames } from './owner-names.ts';

/** What is to become of the containers of some pods. */
export interface Assumption {
  /** As it was given. */
  readonly text: string;
  readonly fate: Fate;
  readonly targets: readonly AssumedTarget[];
}

/** Pods by their name or that of a workload above them, or by an image. */
export type AssumedTarget =
  | { readonly text: string; readonly kind: 'workload'; readonly named: WantedName }
  | { readonly text: string; readonly kind: 'image'; readonly image: string };

/** What assumptions make of the pods of one simulated cluster. */
export interface Assumptions extends Pick<World, 'fateOf'> {
  /** The assumption that a pod follows. */
  assumptionOf(pod: Typed<Pod>, view: ReadView): Assumption | undefined;
  /** How many pods each assumption was about, in the order given. */
  readonly counts: () => readonly number[];
}

/** Pods that several assumptions are about follow the first of them; others their annotation. */
export function createAssumptions(assumptions: readonly Assumption[]): Assumptions {
  const met = assumptions.map(() => new Set<string>());
  return {
    assumptionOf: (pod, view) => assumptions.find(({ targets }) => targets.some((target) => isAbout(target, pod, view))),
    fateOf(pod, view) {
      let fate: Fate | undefined;
      for (const [i, assumption] of assumptions.entries()) {
        if (!assumption.targets.some((target) => isAbout(target, pod, view))) continue;
        met[i]?.add(pod.metadata.uid ?? '');
        fate ??= assumption.fate;
      }
      return fate ?? fateOf(pod);
    },
    counts: () => met.map(({ size }) => size),
  };
}

function isAbout(target: AssumedTarget, pod: Typed<Pod>, view: ReadView): boolean {
  if (target.kind === 'workload') return ownerNames(pod, view).some((name) => isNamed(target.named, name));
  const { initContainers = [], containers = [] } = pod.spec ?? {};
  return [...initContainers, ...containers].some(({ image }) => isImage(target.image, image));
}

/** An image without tag and digest is meant in all its versions. */
function isImage(wanted: string, image: string | undefined): boolean {
  if (wanted === image) return true;
  const [wantedImage, own] = [parseImage(wanted), parseImage(image)];
  return wantedImage !== undefined && wantedImage.tag === undefined && wantedImage.digest === undefined && own?.name === wantedImage.name;
}
