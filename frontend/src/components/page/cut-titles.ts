const SET = "titled";
const WHOLE = "whole";
const ACTIVE = "a, button, input, textarea, select, label, summary, [role=row], [role=option]";

/** Says whole, under the pointer, what has no room: whatever ends in an ellipsis, wherever it is. A
 * title that was set by its component stays. */
export function titleCut({ target }: Event): void {
  const at = target instanceof HTMLElement ? cutting(target) : null;
  if (!at || (at.title !== "" && !(SET in at.dataset))) return;
  if (isCut(at)) {
    at.title = at instanceof HTMLInputElement ? at.value : (at.textContent ?? "");
    at.dataset[SET] = "";
  } else {
    at.removeAttribute("title");
    delete at.dataset[SET];
  }
}

/** The same under a finger: there is no pointer to rest on it, so a tap makes room for all of it, and
 * the next one, wherever it is, takes that back. What does something when it is tapped does that. */
export function showCut({ target, pointerType }: PointerEvent): void {
  if (pointerType === "mouse" || !(target instanceof HTMLElement)) return;
  const at = target.closest(ACTIVE) ? null : cutting(target);
  const cut = at !== null && isCut(at);
  for (const shown of document.querySelectorAll<HTMLElement>(`[data-${WHOLE}]`))
    delete shown.dataset[WHOLE];
  if (cut) at.dataset[WHOLE] = "";
}

const isCut = (at: HTMLElement): boolean =>
  at.scrollWidth > at.clientWidth || at.scrollHeight > at.clientHeight + 1;

/** The nearest around it that would cut its words off. */
function cutting(from: HTMLElement): HTMLElement | null {
  for (let at: HTMLElement | null = from; at; at = at.parentElement) {
    const style = getComputedStyle(at);
    if (style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none") return at;
  }
  return null;
}
