/** The colours of the chart, by the theme's names. */
const NAMES = ["paper", "ink", "secondary", "hairline", "accent"] as const;
export type Ink = Record<(typeof NAMES)[number], string>;

const inked = (colour: (name: string) => string): Ink =>
  Object.fromEntries(NAMES.map((name) => [name, colour(name)])) as Ink;

/** On the page: they follow the theme. */
export const LIVE: Ink = inked((name) => `var(--${name})`);

/** As they are now: a file knows no theme. */
export function readInk(): Ink {
  const style = getComputedStyle(document.documentElement);
  return inked((name) => style.getPropertyValue(`--${name}`).trim());
}
