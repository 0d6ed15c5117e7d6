import { compareText } from '../model/json.ts';
import { createKindTable, type KindTable } from './kind-table.ts';
import type { GroupKind } from './object.ts';

interface Slot {
  readonly kind: GroupKind;
  table: KindTable;
  /** Another reads this table too. */
  shared: boolean;
}

/** The tables of all kinds. One that others read too is copied before it is written to. */
export class KindTables {
  /** By kind and group. */
  readonly #slots = new Map<string, Map<string, Slot>>();

  get({ group, kind }: GroupKind): KindTable | undefined {
    return this.#slots.get(kind)?.get(group)?.table;
  }

  /** The table of a kind for writing. */
  writable(kind: GroupKind): KindTable {
    const { group, kind: name } = kind;
    const slot = this.#slots.get(name)?.get(group) ?? this.#put({ kind: { group, kind: name }, table: createKindTable(), shared: false });
    if (slot.shared) {
      slot.table = slot.table.fork();
      slot.shared = false;
    }
    return slot.table;
  }

  /** Takes over a table that others read too. */
  share(kind: GroupKind, table: KindTable): void {
    this.#put({ kind, table, shared: true });
  }

  /** All tables, ordered by group and kind. */
  list(): readonly KindTable[] {
    const keyOf = ({ kind: { group, kind } }: Slot): string => `${group}/${kind}`;
    return this.#all()
      .sort((a, b) => compareText(keyOf(a), keyOf(b)))
      .map(({ table }) => table);
  }

  /** An independent continuation. */
  fork(): KindTables {
    const copy = new KindTables();
    for (const slot of this.#all()) {
      slot.shared = true;
      copy.share(slot.kind, slot.table);
    }
    return copy;
  }

  #all(): Slot[] {
    return [...this.#slots.values()].flatMap((ofKind) => [...ofKind.values()]);
  }

  #put(slot: Slot): Slot {
    const { group, kind } = slot.kind;
    const ofKind = this.#slots.get(kind);
    if (ofKind) ofKind.set(group, slot);
    else this.#slots.set(kind, new Map([[group, slot]]));
    return slot;
  }
}
