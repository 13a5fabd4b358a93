const SET = "told";

/** Says whole, under the pointer, what has no room: whatever ends in an ellipsis, wherever it is. A
 * title that was set by its component stays. */
export function tellCut({ target }: Event): void {
  const at = target instanceof HTMLElement ? cutting(target) : null;
  if (!at || (at.title !== "" && !(SET in at.dataset))) return;
  if (at.scrollWidth > at.clientWidth || at.scrollHeight > at.clientHeight + 1) {
    at.title = at instanceof HTMLInputElement ? at.value : (at.textContent ?? "");
    at.dataset[SET] = "";
  } else {
    at.removeAttribute("title");
    delete at.dataset[SET];
  }
}

/** The nearest around it that would cut its words off. */
function cutting(from: HTMLElement): HTMLElement | null {
  for (let at: HTMLElement | null = from; at; at = at.parentElement) {
    const style = getComputedStyle(at);
    if (style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none") return at;
  }
  return null;
}
