/** The part of `localStorage` that we use; a Map does for tests and where the browser forbids it. */
export interface KeyValue {
  keys(): string[];
  read(key: string): string | null;
  /** False when the device did not keep it. */
  write(key: string, value: string): boolean;
  remove(key: string): void;
}

export function inMemory(): KeyValue {
  const kept = new Map<string, string>();
  return {
    keys: () => [...kept.keys()],
    read: (key) => kept.get(key) ?? null,
    write: (key, value) => {
      kept.set(key, value);
      return true;
    },
    remove: (key) => void kept.delete(key),
  };
}

/** What this browser keeps between visits. Reading and writing never throw. */
export function onDevice(): KeyValue {
  const guarded = <Value>(work: (storage: Storage) => Value, otherwise: Value): Value => {
    try {
      return work(window.localStorage);
    } catch {
      return otherwise;
    }
  };
  return {
    keys: () => guarded((storage) => Object.keys(storage), []),
    read: (key) => guarded((storage) => storage.getItem(key), null),
    write: (key, value) =>
      guarded((storage) => {
        storage.setItem(key, value);
        return true;
      }, false),
    remove: (key) => guarded((storage) => storage.removeItem(key), undefined),
  };
}
