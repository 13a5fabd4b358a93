import type { MouseEvent } from "react";

/** For buttons on the labelling screen: a click takes no focus, and ends the focus that the
 * keyboard had given to another button, which Space or Enter would press instead. */
export function keepKeys(event: MouseEvent): void {
  event.preventDefault();
  const { activeElement } = document;
  // A field keeps it: the list under the filter must not change between press and release.
  if (activeElement instanceof HTMLButtonElement || activeElement instanceof HTMLAnchorElement)
    activeElement.blur();
}
