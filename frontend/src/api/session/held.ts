import type { Slot } from "@/state/labelling/queue";
import { session } from "@/state/session";
import type { HeldTexts } from "@/state/labelling/supply-state";

/** The texts that were held when a labelling tab was left, with who and what the service said it was
 * for: a tab that is loaded again without a network goes on with them. They end with the tab, and
 * with the session. */
const PREFIX = "postil.held.";

interface Kept {
  slots: readonly Slot[];
  /** What the service answered, by path. */
  answers: Readonly<Record<string, unknown>>;
}

interface Whose {
  userId: number;
  projectId: number;
}

export class Held implements HeldTexts {
  private readonly key: string;
  private readonly known: () => Kept["answers"];

  /** `known`: what the service has answered, by path. */
  constructor({ userId, projectId }: Whose, known: () => Kept["answers"]) {
    this.key = `${PREFIX}${userId}.${projectId}`;
    this.known = known;
  }

  read(): readonly Slot[] {
    return read(this.key)?.slots ?? [];
  }

  write(slots: readonly Slot[]): void {
    const isOver = slots.length === 0 || session.get() === "signed-out";
    inTab((storage) => {
      if (isOver) storage.removeItem(this.key);
      else storage.setItem(this.key, JSON.stringify({ slots, answers: this.known() }));
    });
  }
}

/** What the service said of it, for when it can't be reached. */
export function heldAnswer(path: string): Response | undefined {
  const found = keys()
    .map((key) => read(key)?.answers[path])
    .find((answer) => answer !== undefined);
  return found === undefined ? undefined : Response.json(found);
}

/** Takes out of the tab what was held, or what `goes` of it. */
export function forgetHeld(goes: (whose: Whose) => boolean): void {
  for (const key of keys()) {
    const [userId, projectId] = key.slice(PREFIX.length).split(".").map(Number);
    if (goes({ userId: userId!, projectId: projectId! }))
      inTab((storage) => storage.removeItem(key));
  }
}

const keys = (): string[] =>
  inTab((storage) => Object.keys(storage).filter((key) => key.startsWith(PREFIX))) ?? [];

const read = (key: string): Kept | null =>
  inTab((storage) => JSON.parse(storage.getItem(key) ?? "null") as Kept | null) ?? null;

/** Never throws: a browser may forbid it, or have no room. */
function inTab<Value>(work: (storage: Storage) => Value): Value | undefined {
  try {
    return work(window.sessionStorage);
  } catch {
    return undefined;
  }
}
