import { createKindTable, type KindTable } from './kind-table.ts';
import type { KubernetesObject } from './object.ts';

/** Objects of one API group that are there from the beginning, under the first resource version. They are read when one of the group is first asked for. */
export interface Seed {
  readonly group: string;
  /** By kind; never written to. */
  tables(): ReadonlyMap<string, KindTable>;
}

export function createSeed(group: string, load: () => readonly KubernetesObject[]): Seed {
  let tables: Map<string, KindTable> | undefined;
  return {
    group,
    tables() {
      if (tables) return tables;
      tables = new Map();
      for (const object of load()) {
        let table = tables.get(object.kind);
        if (!table) tables.set(object.kind, (table = createKindTable()));
        table.set(object);
      }
      return tables;
    },
  };
}
