/** What marks the headings that one leaps between: with 77 classes there are 400 fields. */
export const HEADING = { "data-heading": true };

const FURTHER: Record<string, 1 | -1> = { PageDown: 1, PageUp: -1 };

/** Leads to the heading of the next section or the last one; false: the key isn't one that leads. */
export function leap({ key, altKey }: Pick<KeyboardEvent, "key" | "altKey">): boolean {
  const by = altKey ? FURTHER[key] : undefined;
  if (!by) return false;
  const headings = [...document.querySelectorAll<HTMLElement>("[data-heading]")];
  const at = headings.findIndex((heading) => heading.parentElement?.matches(":focus-within"));
  const next = headings[Math.max(0, at + by)];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "start" });
  return true;
}
