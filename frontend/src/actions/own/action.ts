import type { ActionOn } from "@/state/keys/action";
import type { ListContext } from "@/actions/items/action";
import type { OwnChanges } from "@/state/own/changes";

/** What actions act on: the list of one's own answers, without React. */
export interface OwnContext extends ListContext {
  changes: OwnChanges;
  /** Lists what was skipped alone, or what was flagged, or all again. */
  turn(mark: "skipped" | "flagged"): void;
  /** Back to the labelling screen. */
  leave(): void;
}

export type OwnAction = ActionOn<OwnContext>;
