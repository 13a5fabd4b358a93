import type { Entry } from "./commands";
import type { KeyValue } from "../storage";

const PREFIX = "postil.outbox.";

/** The waiting commands of one person in one project, each under a key of its own: adding one costs
 * the same with 3 waiting as with 3,000, and it is on the device before the next frame. */
export class OutboxStorage {
  readonly prefix: string;
  private readonly storage: KeyValue;

  constructor(storage: KeyValue, userId: number, projectId: number) {
    this.storage = storage;
    this.prefix = `${PREFIX}${userId}.${projectId}.`;
  }

  /** In their order. */
  load(): Entry[] {
    return entriesOf(this.storage, this.prefix);
  }

  keep(entry: Entry): boolean {
    return this.storage.write(this.prefix + entry.key, JSON.stringify(entry));
  }

  has(entry: Entry): boolean {
    return this.storage.read(this.prefix + entry.key) !== null;
  }

  drop(entry: Entry): void {
    this.storage.remove(this.prefix + entry.key);
  }
}

/** All that waits on this device, whoever did it. */
export const onThisDevice = (storage: KeyValue): Entry[] => entriesOf(storage, PREFIX);

/** The projects in which something of a person waits on this device. */
export function projectsOf(storage: KeyValue, userId: number): Set<number> {
  const prefix = `${PREFIX}${userId}.`;
  const keys = storage.keys().filter((key) => key.startsWith(prefix));
  return new Set(keys.map((key) => parseInt(key.slice(prefix.length), 10)));
}

function entriesOf(storage: KeyValue, prefix: string): Entry[] {
  return storage
    .keys()
    .filter((key) => key.startsWith(prefix))
    .sort()
    .map((key) => parse(storage.read(key)))
    .filter((entry) => entry !== null);
}

function parse(stored: string | null): Entry | null {
  try {
    return JSON.parse(stored ?? "null") as Entry | null;
  } catch {
    return null;
  }
}
