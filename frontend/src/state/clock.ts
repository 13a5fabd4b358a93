/** Time as the state sees it, so that tests can hold it still. */
export interface Clock {
  now(): number;
  /** Runs `work` later; the answer cancels it. */
  after(milliseconds: number, work: () => void): () => void;
}

export const browserClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** A clock that moves when told to, and runs what has become due. */
export function handClock(start = 0): Clock & { advance(milliseconds: number): Promise<void> } {
  let time = start;
  let due: { at: number; work: () => void }[] = [];
  return {
    now: () => time,
    after: (milliseconds, work) => {
      const timer = { at: time + milliseconds, work };
      due.push(timer);
      return () => {
        due = due.filter((other) => other !== timer);
      };
    },
    advance: async (milliseconds) => {
      const end = time + milliseconds;
      for (;;) {
        await settle();
        const next = due.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        due = due.filter((timer) => timer !== next);
        time = next.at;
        next.work();
      }
      time = end;
      await settle();
    },
  };
}

/** Lets promises that are already resolved run on. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
