import { type KeyValue, onDevice } from "./storage";
import { createStore, type Store } from "./store";

/** How someone came: to which project, invited by whom, and whether the way leads back. */
export interface Invited {
  project: string;
  by: string;
  /** The invitation leads back to the account in this browser, until one signs out here. */
  returns: boolean;
}

const KEY = "postil.invited";

/** What this browser remembers of the last invitation, to tell whom to ask once signed out. */
export function createInvited(storage: KeyValue): Store<Invited | null> {
  const store = createStore(parse(storage.read(KEY)));
  return {
    ...store,
    set: (value) => {
      store.set(value);
      if (value === null) storage.remove(KEY);
      else storage.write(KEY, JSON.stringify(value));
    },
  };
}

export const invited = createInvited(onDevice());

/** Signing out here ends the way back, but not the knowledge of whom to ask. */
export function endReturn(store: Store<Invited | null>): void {
  const found = store.get();
  if (found) store.set({ ...found, returns: false });
}

function parse(stored: string | null): Invited | null {
  try {
    const found: unknown = JSON.parse(stored ?? "null");
    if (typeof found !== "object" || found === null) return null;
    const project: unknown = Reflect.get(found, "project");
    const by: unknown = Reflect.get(found, "by");
    if (typeof project !== "string" || typeof by !== "string") return null;
    return { project, by, returns: Reflect.get(found, "returns") === true };
  } catch {
    return null;
  }
}
