import { suggestedClasses, suggestionKeys } from "../class-buttons/suggested";
import type { Asked, Widget } from "../widget";
import { askedOf, described, NOTHING, tidy, toggled } from "./classes-of";
import { choosingKeys } from "./keys";
import { MultiLabel } from "./MultiLabel";

/** Without a row of their own they are marked on their buttons, and Enter saves. */
const keysOf = (asked: Asked) => suggestionKeys(asked, null);

/** Any number of classes, or none: keys choose, Enter saves. */
export const multiLabel: Widget = {
  View: MultiLabel,
  keys: choosingKeys,
  suggestionKeys: keysOf,
  suggested: (asked, suggestions) =>
    new Map(
      [...suggestedClasses(keysOf(asked), suggestions)].map(([key, name]) => [
        key,
        { classes: [name] },
      ]),
    ),
  together: { nothing: NOTHING, after: toggled, askedOf, tidy },
  describe: described,
};
