import type { Job } from '../../../model/kinds/batch-v1.ts';
import type { Container, Pod, PodTemplateSpec } from '../../../model/kinds/core-v1.ts';
import type { Typed } from '../../kind.ts';

const INDEX = 'batch.kubernetes.io/job-completion-index';
const ENVIRONMENT = 'JOB_COMPLETION_INDEX';
/** Longest generated name before its random end. */
const MAX_PREFIX = 58;

export const isIndexed = ({ spec }: Typed<Job>): boolean => spec?.completionMode === 'Indexed';

/** The index of a pod; undefined when it has none that is a number. */
export function indexOf({ metadata }: Typed<Pod>): number | undefined {
  const text = metadata.annotations?.[INDEX] ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** First and last index. */
export type Interval = readonly [number, number];

/** `0-2,5` → [0, 2], [5, 5]; cut off at `completions`. */
export function parseIntervals(text: string | undefined, completions: number): Interval[] {
  return (text ?? '').split(',').flatMap((part): Interval[] => {
    const range = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(part);
    const first = Number(range?.[1]);
    const last = Math.min(Number(range?.[2] ?? range?.[1]), completions - 1);
    return first <= last ? [[first, last]] : [];
  });
}

/** `0-2,5` → 0, 1, 2, 5; only those below `completions`. */
export function parseIndexes(text: string | undefined, completions: number): Set<number> {
  const indexes = new Set<number>();
  for (const [first, last] of parseIntervals(text, completions)) for (let index = first; index <= last; index++) indexes.add(index);
  return indexes;
}

/** 0, 1, 2, 5 → `0-2,5`; two neighbours are `0,1`. */
export function formatIndexes(indexes: ReadonlySet<number>): string {
  const runs: [number, number][] = [];
  for (const index of [...indexes].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && run[1] === index - 1) run[1] = index;
    else runs.push([index, index]);
  }
  return runs
    .map(([first, last]) => (first === last ? `${first}` : last === first + 1 ? `${first},${last}` : `${first}-${last}`))
    .join(',');
}

/** The template of the pod with this index and these further annotations, and the beginning of its name. */
export function indexedTemplate(
  job: Typed<Job>,
  template: PodTemplateSpec,
  index: number,
  annotations: Record<string, string>,
): { readonly template: PodTemplateSpec; readonly generateName: string } {
  const { name = '' } = job.metadata;
  const end = `-${index}-`;
  const { metadata, spec } = template;
  const withIndex = (container: Container): Container =>
    container.env?.some((variable) => variable.name === ENVIRONMENT)
      ? container
      : {
          ...container,
          env: [...(container.env ?? []), { name: ENVIRONMENT, valueFrom: { fieldRef: { fieldPath: `metadata.labels['${INDEX}']` } } }],
        };
  return {
    generateName: name.length + end.length > MAX_PREFIX ? name.slice(0, MAX_PREFIX - end.length) + end : name + end,
    template: {
      metadata: {
        ...metadata,
        labels: { ...metadata?.labels, [INDEX]: String(index) },
        annotations: { ...metadata?.annotations, ...annotations, [INDEX]: String(index) },
      },
      spec: {
        ...spec,
        hostname: `${name}-${index}`,
        containers: (spec?.containers ?? []).map(withIndex),
        ...(spec?.initContainers && { initContainers: spec.initContainers.map(withIndex) }),
      },
    },
  };
}
