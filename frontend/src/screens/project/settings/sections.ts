/** What marks the headings that one leaps between: with 77 classes there are 400 fields. */
export const HEADING = { "data-heading": true };

/** Leads to the heading of the next section, or the one before. */
export function leap(by: 1 | -1): void {
  const headings = [...document.querySelectorAll<HTMLElement>("[data-heading]")];
  const at = headings.findIndex((heading) => heading.parentElement?.matches(":focus-within"));
  const next = headings[Math.max(0, at + by)];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "start" });
}
