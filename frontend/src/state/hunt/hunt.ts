import type { Entry } from "../outbox/commands";
import type { Outbox } from "../outbox/outbox";
import type { Past } from "../outbox/past";
import { createStore, derived, type Readable } from "../store";
import { uuid } from "../uuid";

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

/** The service as a hunt reads it. Each call may fail, and may be made again. */
export interface HuntService {
  tally(): Promise<Tally>;
  candidates(passedOver: number[]): Promise<Candidate[]>;
}

/** What undo takes back. */
export interface Looked {
  id: string;
  candidate: Candidate;
  verdict: Verdict;
}

export interface HuntState {
  current: Candidate | null;
  queue: Candidate[];
  tally: Tally | null;
  /** Candidates are being looked for, and there is none to show meanwhile. */
  looking: boolean;
  /** Why there is nothing to show, until `retry`. */
  problem: Error | null;
}

export interface Hunted {
  classId: number;
  /** Its name. */
  target: string;
}

/** One candidate after the other. What is said goes to the outbox; the next candidate is shown at
 * once, and the ranking follows each answer behind it. */
export class Hunt {
  readonly state: Readable<HuntState>;
  readonly past: Past<Looked>;
  readonly outbox: Outbox;
  private readonly base = createStore<HuntState>({
    ...{ current: null, queue: [], tally: null, looking: true, problem: null },
  });
  private readonly service: HuntService;
  private readonly hunted: Hunted;
  private leave: (() => void) | null = null;
  private asked = 0;

  constructor(service: HuntService, outbox: Outbox, hunted: Hunted, past: Past<Looked>) {
    this.service = service;
    this.outbox = outbox;
    this.hunted = hunted;
    this.past = past;
    this.state = derived(this.base, outbox.state, (base) => ({
      ...base,
      tally: base.tally && withLooks(base.tally, this.unsent),
    }));
  }

  start(): void {
    this.leave = this.outbox.listen(({ command }, outcome) => {
      if (!this.isOfThis(command)) return;
      if (outcome.is === "sent")
        this.change({ tally: (outcome.answer as Tally | undefined) ?? null });
      // Another tab has sent it, and knows.
      if (this.base.get().tally === null) void this.count();
      if (this.unsent.length === 0) void this.look();
    });
    this.retry();
  }

  /** Looks for nothing more; what was said is sent all the same. */
  stop(): void {
    this.leave?.();
    this.leave = null;
  }

  /** Says what the current candidate is, and brings the next. */
  say(verdict: Verdict): void {
    const { current, queue } = this.base.get();
    if (current === null) return;
    const { classId, target } = this.hunted;
    const id = uuid();
    const hit = verdict === target;
    this.past.push({ id, candidate: current, verdict });
    this.show(queue);
    const look = { kind: "look", classId, itemId: current.id, verdict, hit } as const;
    this.outbox.add(id, look, about(current, verdict));
  }

  /** Takes the last look back, and shows its candidate again. */
  undo(): void {
    const last = this.past.take();
    if (!last) return;
    const { current, queue } = this.base.get();
    const others = (current ? [current, ...queue] : queue).filter(
      ({ id }) => id !== last.candidate.id,
    );
    this.change({ current: last.candidate, queue: others, looking: false, problem: null });
    const { classId } = this.hunted;
    this.outbox.takeBack(last.id, { kind: "unlook", classId }, about(last.candidate, last.verdict));
  }

  /** What one goes by has changed: what was found by it is looked for anew. */
  changed(): void {
    this.change({ queue: [], current: null, looking: true });
    this.retry();
  }

  retry(): void {
    this.change({ problem: null });
    void this.count();
    void this.look();
  }

  /** What waits to be sent, in its order. */
  private get unsent(): Entry[] {
    return this.outbox.state.get().waiting.filter(({ command }) => this.isOfThis(command));
  }

  private isOfThis(command: Entry["command"]): boolean {
    const isLook = command.kind === "look" || command.kind === "unlook";
    return isLook && command.classId === this.hunted.classId;
  }

  private async count(): Promise<void> {
    try {
      const tally = await this.service.tally();
      // The answer to what was said meanwhile is newer.
      if (this.base.get().tally === null) this.change({ tally });
    } catch {
      // The candidates say why.
    }
  }

  /** Asks for what is best now. What comes while more was said is not the latest. */
  private async look(): Promise<void> {
    if (!this.leave) return;
    const asked = ++this.asked;
    const isOld = () => asked !== this.asked || !this.leave;
    const { current } = this.base.get();
    // The service hasn't heard of those that wait, and would offer them again.
    const said = this.unsent.flatMap(({ command }) =>
      command.kind === "look" ? [command.itemId] : [],
    );
    try {
      const offered = await this.service.candidates([...said, ...(current ? [current.id] : [])]);
      if (isOld() || this.unsent.length > said.length) return;
      this.change({ problem: null });
      const shown = this.base.get().current;
      const queue = offered.filter(({ id }) => id !== shown?.id);
      if (shown) this.change({ queue });
      else this.show(queue, true);
    } catch (error) {
      if (!isOld() && !this.base.get().current) this.change({ problem: error as Error });
    }
  }

  private show(queue: Candidate[], isAll = false): void {
    const [current = null, ...rest] = queue;
    this.change({ current, queue: rest, looking: current === null && !isAll });
  }

  private change(part: Partial<HuntState>): void {
    this.base.set({ ...this.base.get(), ...part });
  }
}

const about = ({ text }: Candidate, verdict: Verdict) => ({ name: verdict ?? "", text });

/** The tally as it will be once what waits is sent. */
function withLooks(tally: Tally, waiting: readonly Entry[]): Tally {
  const marks = [...tally.marks];
  for (const { command } of waiting) {
    if (command.kind === "look") marks.push(command.hit);
    else marks.pop();
  }
  const hits = (all: readonly boolean[]) => all.filter(Boolean).length;
  return {
    ...tally,
    found: tally.found + hits(marks) - hits(tally.marks),
    looked: tally.looked + marks.length - tally.marks.length,
    marks,
  };
}
