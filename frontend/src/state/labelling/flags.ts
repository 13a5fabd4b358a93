import type { Entry } from "../outbox/commands";
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
  for (const { command } of waiting) {
    if (command.kind === "note" && command.note === "flag") flags.set(command.itemId, true);
    if (command.kind === "unflag") flags.set(command.itemId, false);
  }
  return flags;
}
