import type { Project } from "@/api/queries";
import { apart, CONFIDENCES, type Colouring, OTHERS, type Points } from "@/state/map/colouring";

/** The theme's colours of classes, those first that are told apart best. */
const CLASSES = [
  ...["blue", "orange", "green", "pink", "teal", "violet", "yellow", "red", "brown", "grey"],
] as const;
/** How strong the colours of an order are, from the least on. */
const STRENGTHS = [0.25, 0.42, 0.6, 0.8, 1] as const;
const DIMMED = 0.14;
const UNSAID = 0.34;
const OF_OTHERS = 0.58;

type Rgb = readonly [number, number, number];

/** The colours of a colouring's groups, as they are in the theme now. */
export function coloursOf(
  colouring: Colouring,
  points: Points,
  project: Project,
  chosen: readonly number[] | null,
): Rgb[] {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => rgb(style.getPropertyValue(name).trim());
  const [paper, ink, accent] = [token("--paper"), token("--ink"), token("--accent")];
  const isOrdered = colouring.by === "confidence" || colouring.by === "round";
  const mine = new Map(project.classes.map(({ name, colour }) => [name, colour]));
  const keys = colouring.groups.map(({ key }) => key).filter((key) => key >= 0);
  const own = apart(keys, (key) => mine.get(points.classes[key]!) ?? null, CLASSES);
  return colouring.groups.map(({ key }, place) => {
    if (place === 0) return mixed(paper, ink, UNSAID);
    if (isOrdered) return mixed(paper, accent, STRENGTHS[Math.min(key, CONFIDENCES.length - 1)]!);
    if (key === OTHERS) return mixed(paper, ink, OF_OTHERS);
    // Of those that were chosen no two have the same one.
    if (chosen) return token(`--class-${CLASSES[chosen.indexOf(key)]!}`);
    return token(`--class-${own.get(key)!}`);
  });
}

/** As the picture has them; of all but one group faint, if one is looked at. */
export function inksOf(colours: readonly Rgb[], focus: number | null): Uint32Array<ArrayBuffer> {
  const style = getComputedStyle(document.documentElement);
  const paper = rgb(style.getPropertyValue("--paper").trim());
  return Uint32Array.from(colours, (colour, place) => {
    const [red, green, blue] =
      focus === null || focus === place ? colour : mixed(paper, colour, DIMMED);
    return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  });
}

export const css = ([red, green, blue]: Rgb): string => `rgb(${red} ${green} ${blue})`;

function rgb(hex: string): Rgb {
  const number = Number.parseInt(hex.slice(1), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}

function mixed(from: Rgb, to: Rgb, share: number): Rgb {
  const at = (place: 0 | 1 | 2) => Math.round(from[place] + share * (to[place] - from[place]));
  return [at(0), at(1), at(2)];
}
