import type { Key } from "./keys";
import { createStore } from "../store";

/** Keys that mean something now, as the ? sheet shows them. */
export interface Bound {
  id: string;
  name: string;
  /** Its heading on the sheet. */
  group: string;
  keys: readonly Key[];
}

/** Who hears a key first, and the order on the sheet. A field has its keys to itself. */
export const SCREEN = 0;
export const PROJECT = 1;
export const EVERYWHERE = 2;
export const FIELD = 3;

interface Layer {
  depth: number;
  list(): readonly Bound[];
}

const layers = new Set<Layer>();

/** Says that keys are heard, until what it gives back is called: whoever hears keys says so. */
export function bind(depth: number, list: () => readonly Bound[]): () => void {
  const layer = { depth, list };
  layers.add(layer);
  return () => void layers.delete(layer);
}

/** What is bound now: what many fields bind alike once, and nothing that a layer before has taken. */
export function bound(): Bound[] {
  const found: Bound[] = [];
  const taken = new Set<Key>();
  for (const { depth, list } of [...layers].sort((one, other) => one.depth - other.depth))
    for (const one of list()) {
      const twice = found.some(({ id, group }) => id === one.id && group === one.group);
      const free = depth === FIELD || one.keys.some((key) => !taken.has(key));
      if (one.keys.length === 0 || twice || !free) continue;
      found.push(one);
      for (const key of one.keys) taken.add(key);
    }
  return found;
}

/** What the open sheet shows: what was bound as it opened; null: it is closed. */
export const sheet = createStore<readonly Bound[] | null>(null);
