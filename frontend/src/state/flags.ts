import type { Entry } from "./deeds";
import type { Slot } from "./queue";

/** Items flagged in this visit, or whose flag was taken back in it. */
export type Flags = ReadonlyMap<number, boolean>;

/** True while the item bears our flag, as far as we know. */
export function isFlagged({ flags }: { flags: Flags }, { item, flagged }: Slot): boolean {
  return flags.get(item.id) ?? flagged;
}

/** What an earlier visit flagged, or took back, without the service having heard of it. */
export function flagsOf(waiting: readonly Entry[]): Flags {
  const flags = new Map<number, boolean>();
  for (const { deed } of waiting) {
    if (deed.kind === "note" && deed.note === "flag") flags.set(deed.itemId, true);
    if (deed.kind === "unflag") flags.set(deed.itemId, false);
  }
  return flags;
}
