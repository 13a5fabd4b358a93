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

export interface Heading {
  id: string;
  title: string;
}

/** What a heading is called in the address: "Goal and price" is goal-and-price. */
export const idOf = (title: string): string => title.toLowerCase().replace(/[^a-z0-9]+/g, "-");

/** The headings as they stand. */
export const headings = (): Heading[] =>
  [...document.querySelectorAll<HTMLElement>("[data-heading]")].map((heading) => ({
    id: heading.id,
    title: heading.textContent ?? "",
  }));

/** Leads to a heading by its id. */
export function go(id: string): void {
  const heading = document.getElementById(id);
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: "start" });
}
