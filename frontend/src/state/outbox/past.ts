import type { Clock } from "../clock";
import type { KeyValue } from "../storage";
import { createStore } from "../store";

const PREFIX = "postil.past.";
const REACHES = 20;
/** Enough for a slip before a reload; whole texts are kept, so no more than that. */
const KEPT = 5;
/** The next day nobody remembers what the last decision was. */
const KEPT_FOR = 12 * 3_600_000;

/** Where something was done: by whom, in which project, on which screen. */
export interface Place {
  storage: KeyValue;
  clock: Pick<Clock, "now">;
  userId: number;
  projectId: number;
  screen: string;
}

/** What undo takes back, the last first: over twenty commands, and over a reload the last five. */
export class Past<One extends { id: string }> {
  readonly state = createStore<readonly One[]>([]);
  private readonly place: Place;
  private readonly key: string;
  private readonly light: (one: One) => One;

  /** `light`: what the device keeps of one that is large. */
  constructor(place: Place, light: (one: One) => One = (one) => one) {
    this.place = place;
    this.light = light;
    this.key = `${PREFIX}${place.screen}.${place.userId}.${place.projectId}`;
    this.state.set(this.load());
  }

  get last(): One | undefined {
    return this.state.get().at(-1);
  }

  push(one: One): void {
    this.keep([...this.state.get(), one].slice(-REACHES));
  }

  /** One of them, the last unless another is named, which isn't in it any more. */
  take(id = this.last?.id): One | undefined {
    const taken = this.state.get().find((one) => one.id === id);
    if (taken) this.drop(taken.id);
    return taken;
  }

  /** Of one that is there still. */
  change(id: string, change: (one: One) => One): void {
    this.keep(this.state.get().map((one) => (one.id === id ? change(one) : one)));
  }

  drop(id: string): void {
    this.keep(this.state.get().filter((one) => one.id !== id));
  }

  clear(): void {
    this.keep([]);
  }

  private load(): readonly One[] {
    try {
      const kept = JSON.parse(this.place.storage.read(this.key) ?? "") as {
        at: number;
        past: One[];
      };
      return this.place.clock.now() - kept.at < KEPT_FOR ? kept.past : [];
    } catch {
      return [];
    }
  }

  private keep(past: readonly One[]): void {
    this.state.set(past);
    const { storage, clock } = this.place;
    const kept = JSON.stringify({ at: clock.now(), past: past.slice(-KEPT).map(this.light) });
    // An older past than the true one would take back the wrong decision.
    if (past.length === 0 || !storage.write(this.key, kept)) storage.remove(this.key);
  }
}

/** Whoever signs out leaves no texts behind on the device. */
export function forgetPast(storage: KeyValue): void {
  for (const key of storage.keys()) if (key.startsWith(PREFIX)) storage.remove(key);
}
