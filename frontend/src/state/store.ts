/** What can be read and watched. */
export interface Readable<Value> {
  get(): Value;
  subscribe(listener: () => void): () => void;
}

/** A value that can be watched. State lives in these, outside React. */
export interface Store<Value> extends Readable<Value> {
  set(value: Value): void;
}

export function createStore<Value>(initial: Value): Store<Value> {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set: (value) => {
      if (Object.is(value, current)) return;
      current = value;
      for (const listener of [...listeners]) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What follows from two values, computed anew where one of them has changed. */
export function derived<One, Other, Value>(
  one: Readable<One>,
  other: Readable<Other>,
  of: (one: One, other: Other) => Value,
): Readable<Value> {
  let last: { of: [One, Other]; value: Value } | null = null;
  return {
    get: () => {
      const [a, b] = [one.get(), other.get()];
      if (!last || last.of[0] !== a || last.of[1] !== b) last = { of: [a, b], value: of(a, b) };
      return last.value;
    },
    subscribe: (listener) => {
      const stops = [one.subscribe(listener), other.subscribe(listener)];
      return () => stops.forEach((stop) => stop());
    },
  };
}
