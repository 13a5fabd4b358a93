/** What a point of the map is coloured by. */
export type ColourBy = "label" | "predicted" | "confidence" | "round";

/** The texts on the map, column by column. */
export interface Points {
  ids: readonly number[];
  x: Uint16Array;
  y: Uint16Array;
  classes: readonly string[];
  label: readonly (number | null)[];
  predicted: readonly (number | null)[];
  confidence: readonly (number | null)[];
  round: readonly (number | null)[];
}

/** Points of one colour. `key`: what they have in common. */
export interface Group {
  key: number;
  count: number;
}

export interface Colouring {
  by: ColourBy;
  /** Of each point its place in `groups`; 0: nothing is said of it. */
  of: Uint16Array;
  groups: readonly Group[];
}

/** Confidences up to which each group goes, in percent. */
export const CONFIDENCES = [50, 70, 85, 95, 100] as const;
const ROUND_GROUPS = 5;
const NOTHING = -1;
/** Of the classes that have no colour of their own now. */
export const OTHERS = -2;
/** Colours that are told apart: so many classes have one at a time. */
export const MOST_COLOURED = 8;

/** How many rounds are of one colour. */
export const roundsTogether = (points: Points): number =>
  Math.max(
    1,
    Math.ceil(points.round.reduce<number>((most, r) => Math.max(most, r ?? 0), 0) / ROUND_GROUPS),
  );

/** `only`: the classes that have a colour each; null: all. */
export function coloured(
  points: Points,
  by: ColourBy,
  only: readonly number[] | null = null,
): Colouring {
  const key = only && isByClass(by) ? among(only, keyed(points, by)) : keyed(points, by);
  const counts = new Map<number, number>([[NOTHING, 0]]);
  const keys = points.ids.map((_, at) => key(at));
  for (const each of keys) counts.set(each, (counts.get(each) ?? 0) + 1);
  const isOrdered = by === "confidence" || by === "round";
  const [nothing, ...rest] = [...counts].map(([key, count]) => ({ key, count }));
  const last = ({ key }: Group) => (key === OTHERS ? 1 : 0);
  rest.sort(isOrdered ? (a, b) => a.key - b.key : (a, b) => last(a) - last(b) || b.count - a.count);
  const groups = [nothing!, ...rest];
  const places = new Map(groups.map(({ key }, place) => [key, place]));
  return { by, groups, of: Uint16Array.from(keys, (each) => places.get(each)!) };
}

export const isByClass = (by: ColourBy) => by === "label" || by === "predicted";

const among = (only: readonly number[], key: (at: number) => number) => (at: number) => {
  const of = key(at);
  return of < 0 || only.includes(of) ? of : OTHERS;
};

/** The classes that get a colour where there are more than colours; null: there are not. */
export function mostFrequent(points: Points, by: ColourBy): number[] | null {
  const classes = coloured(points, by).groups.filter(({ key }) => key >= 0);
  if (!isByClass(by) || classes.length <= MOST_COLOURED) return null;
  return classes.slice(0, MOST_COLOURED).map(({ key }) => key);
}

/** With a class more, in the place of the one that was chosen first where there are too many; or
 * without it. */
export function withClass(chosen: readonly number[], key: number): number[] {
  if (chosen.includes(key)) return chosen.filter((each) => each !== key);
  return [...chosen, key].slice(-MOST_COLOURED);
}

/** A colour for each class: its own; else the one of its place, or the first that no other has. */
export function apart(
  keys: readonly number[],
  ownOf: (key: number) => string | null,
  colours: readonly string[],
): Map<number, string> {
  const found = new Map<number, string>();
  for (const key of keys) {
    const own = ownOf(key);
    if (own !== null) found.set(key, own);
  }
  const taken = new Set(found.values());
  for (const key of keys) {
    if (found.has(key)) continue;
    const placed = colours[key % colours.length]!;
    const colour = taken.has(placed) ? colours.find((each) => !taken.has(each)) : placed;
    found.set(key, colour ?? placed);
    taken.add(colour ?? placed);
  }
  return found;
}

function keyed(points: Points, by: ColourBy): (at: number) => number {
  if (by === "confidence")
    return (at) => {
      const percent = points.confidence[at];
      return percent == null ? NOTHING : CONFIDENCES.findIndex((most) => percent <= most);
    };
  if (by === "round") {
    const together = roundsTogether(points);
    return (at) => {
      const round = points.round[at];
      return round == null ? NOTHING : Math.ceil(round / together);
    };
  }
  return (at) => points[by][at] ?? NOTHING;
}
