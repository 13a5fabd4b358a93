import type { Key } from "@/state/keys";
import type { Widget } from "../widget";
import { type ClassesAnswer, described, NOTHING, tidy, toggled } from "./classes-of";
import { choosingKeys } from "./keys";
import { MultiLabel } from "./MultiLabel";

const NONE: ReadonlyMap<Key, ClassesAnswer> = new Map();

/** Any number of classes, or none: keys choose, Enter saves. */
export const multiLabel: Widget = {
  View: MultiLabel,
  keys: choosingKeys,
  suggestionKeys: () => [],
  suggested: () => NONE,
  together: { nothing: NOTHING, after: toggled, tidy },
  describe: described,
};
