import { roundUpToMilli } from './quantities.ts';

/** Quantities by resource name, as `v1.ResourceList` is decoded. */
export type ResourceList = Record<string, string>;

/** Default of every resource list: no finer than thousandths. */
export function roundUpResourceList(list: ResourceList | undefined): void {
  for (const [name, quantity] of Object.entries(list ?? {})) if (list) list[name] = roundUpToMilli(quantity);
}
