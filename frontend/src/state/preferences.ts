import { type KeyValue, onDevice } from "./storage";
import { createStore, type Store } from "./store";

export const TEXT_SIZES = [16, 18, 20, 24] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

/** Answers a day that one may set out to give; null: none. */
export const GOALS = [null, 50, 100, 200, 500] as const;
export type Goal = (typeof GOALS)[number];

export interface Preferences {
  textSize: TextSize;
  goal: Goal;
  guidelinesPinned: boolean;
  /** What stands beside a text in the list of a project, by its id; else the usual. */
  columns: Readonly<Record<string, readonly string[]>>;
  /** What a project's texts are filtered by at times, by its id. */
  filters: Readonly<Record<string, readonly SavedFilter[]>>;
}

/** A list of texts that somebody gave a name. */
export interface SavedFilter {
  name: string;
  /** The words of its address. */
  address: string;
}

const KEY = "postil.preferences";
const DEFAULTS: Preferences = {
  textSize: 20,
  goal: null,
  guidelinesPinned: false,
  columns: {},
  filters: {},
};

/** What the reader chose on this device: remembered, and valid whatever was stored before. */
export function createPreferences(storage: KeyValue): Store<Preferences> {
  const store = createStore(parse(storage.read(KEY)));
  return {
    ...store,
    set: (value) => {
      store.set(value);
      storage.write(KEY, JSON.stringify(value));
    },
  };
}

/** This device's choices. */
export const preferences = createPreferences(onDevice());

/** The next size up or down; the same at either end. */
export function step(size: TextSize, by: 1 | -1): TextSize {
  return TEXT_SIZES[TEXT_SIZES.indexOf(size) + by] ?? size;
}

function parse(stored: string | null): Preferences {
  try {
    const found: unknown = JSON.parse(stored ?? "null");
    if (typeof found !== "object" || found === null) return DEFAULTS;
    const size: unknown = Reflect.get(found, "textSize");
    const goal: unknown = Reflect.get(found, "goal");
    return {
      textSize: TEXT_SIZES.find((known) => known === size) ?? DEFAULTS.textSize,
      goal: GOALS.find((known) => known === goal) ?? DEFAULTS.goal,
      guidelinesPinned: Reflect.get(found, "guidelinesPinned") === true,
      columns: ofProjects(Reflect.get(found, "columns"), isString),
      filters: ofProjects(Reflect.get(found, "filters"), isFilter),
    };
  } catch {
    return DEFAULTS;
  }
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isFilter(value: unknown): value is SavedFilter {
  return (
    typeof value === "object" &&
    value !== null &&
    isString(Reflect.get(value, "name")) &&
    isString(Reflect.get(value, "address"))
  );
}

/** Lists by the id of their project, of what is as it should be. */
function ofProjects<One>(
  stored: unknown,
  is: (value: unknown) => value is One,
): Record<string, One[]> {
  const lists = typeof stored === "object" && stored !== null ? Object.entries(stored) : [];
  return Object.fromEntries(
    lists.map(([project, list]: [string, unknown]) => [
      project,
      Array.isArray(list) ? list.filter(is) : [],
    ]),
  );
}
