import type { Store } from "../store";
import { createStore } from "../store";

export interface Candidate {
  id: number;
  text: string;
  /** Other columns of its row, by their names. */
  columns: Readonly<Record<string, string>>;
}

/** What has come of looking for a class, by whomever; marks: hits and misses, the oldest first. */
export interface Tally {
  found: number;
  looked: number;
  marks: boolean[];
  /** Audit texts in all and those of the class, and the share of the pool that is of it at most. */
  audits: number;
  audits_of_it: number;
  share_high: number | null;
}

/** What is said of a candidate: a class by its name, or null: not of the one that is hunted. */
export type Verdict = string | null;

/** The service as a hunt needs it. Each call may fail, and may be made again. */
export interface HuntService {
  tally(): Promise<Tally>;
  candidates(passedOver: number[]): Promise<Candidate[]>;
  look(id: string, itemId: number, verdict: Verdict): Promise<Tally>;
  undo(id: string): Promise<Tally>;
}

export interface Look {
  id: string;
  candidate: Candidate;
  verdict: Verdict;
}

export interface HuntState {
  current: Candidate | null;
  queue: Candidate[];
  /** Of this sitting, oldest first: what undo takes back. */
  past: Look[];
  tally: Tally | null;
  /** Candidates are being looked for, and there is none to show meanwhile. */
  looking: boolean;
  /** Why nothing goes on, until `retry`. */
  problem: Error | null;
}

/** One candidate after the other. What is said is sent in order; the next candidate is shown at
 * once, and the ranking follows each answer behind it. */
export class Hunt {
  readonly state: Store<HuntState> = createStore<HuntState>({
    ...{ current: null, queue: [], past: [], tally: null, looking: true, problem: null },
  });
  private readonly service: HuntService;
  private readonly target: string;
  private readonly newId: () => string;
  private readonly unsent: (() => Promise<Tally>)[] = [];
  private sending = false;
  private stopped = false;
  private asked = 0;

  /** `target`: the name of the class that is hunted. */
  constructor(service: HuntService, target: string, newId: () => string) {
    this.service = service;
    this.target = target;
    this.newId = newId;
  }

  start(): void {
    this.stopped = false;
    this.send(() => this.service.tally());
  }

  /** Looks for nothing more; what was said is sent all the same. */
  stop(): void {
    this.stopped = true;
  }

  /** Says what the current candidate is, and brings the next. */
  say(verdict: Verdict): void {
    const { current, queue, past, tally, problem } = this.state.get();
    if (current === null || problem !== null) return;
    const look = { id: this.newId(), candidate: current, verdict };
    this.change({
      past: [...past, look],
      tally: tally && marked(tally, verdict === this.target),
    });
    this.show(queue);
    this.send(() => this.service.look(look.id, current.id, verdict));
  }

  /** Takes the last look of this sitting back, and shows its candidate again. */
  undo(): void {
    const { current, queue, past, tally, problem } = this.state.get();
    const last = past.at(-1);
    if (!last || problem !== null) return;
    this.change({
      past: past.slice(0, -1),
      tally: tally && unmarked(tally),
      current: last.candidate,
      queue: current ? [current, ...queue] : queue,
      looking: false,
    });
    this.send(() => this.service.undo(last.id));
  }

  /** What one goes by has changed: what was found by it is looked for anew. */
  changed(): void {
    this.change({ queue: [], current: null, looking: true });
    this.send(() => this.service.tally());
  }

  retry(): void {
    this.change({ problem: null });
    void this.work();
  }

  private send(call: () => Promise<Tally>): void {
    this.unsent.push(call);
    void this.work();
  }

  private async work(): Promise<void> {
    if (this.sending || this.state.get().problem) return;
    this.sending = true;
    try {
      let tally: Tally | null = null;
      while (this.unsent.length > 0) {
        tally = await this.unsent[0]!();
        this.unsent.shift();
      }
      if (tally) this.change({ tally });
    } catch (error) {
      this.change({ problem: error as Error });
      return;
    } finally {
      this.sending = false;
    }
    if (!this.stopped) await this.look();
  }

  /** Asks for what is best now. What comes while more was said is not the latest. */
  private async look(): Promise<void> {
    const asked = ++this.asked;
    const { current } = this.state.get();
    try {
      const found = await this.service.candidates(current ? [current.id] : []);
      if (asked !== this.asked || this.stopped) return;
      if (this.unsent.length > 0) return;
      const shown = this.state.get().current;
      const queue = found.filter(({ id }) => id !== shown?.id);
      if (shown) this.change({ queue });
      else this.show(queue, true);
    } catch (error) {
      if (asked === this.asked && !this.stopped && !this.state.get().current)
        this.change({ problem: error as Error });
    }
  }

  private show(queue: Candidate[], isAll = false): void {
    const [current = null, ...rest] = queue;
    this.change({ current, queue: rest, looking: current === null && !isAll });
  }

  private change(part: Partial<HuntState>): void {
    this.state.set({ ...this.state.get(), ...part });
  }
}

function marked({ found, looked, marks, ...rest }: Tally, hit: boolean): Tally {
  return { ...rest, found: found + (hit ? 1 : 0), looked: looked + 1, marks: [...marks, hit] };
}

function unmarked({ found, looked, marks, ...rest }: Tally): Tally {
  return {
    ...rest,
    found: found - (marks.at(-1) ? 1 : 0),
    looked: looked - 1,
    marks: marks.slice(0, -1),
  };
}
