import type { Answer } from "../answer";
import type { ItemList } from "../items/list";
import type { PastStorage } from "../past";
import { createStore } from "../store";
import { uuid } from "../uuid";
import type { OwnFilters } from "./filters";

/** A text that one has answered or skipped, as the service gives it. */
export interface OwnRow {
  id: number;
  text: string;
  /** Null: skipped. */
  answer: Answer | null;
  /** The answer in words. */
  label: string | null;
  flagged: boolean;
  assignment: number | null;
  at: string;
}

export type OwnList = ItemList<OwnRow, OwnFilters>;

export interface Given {
  /** Made by the page: sent again it is the same answer. */
  id: string;
  row: OwnRow;
  answer: Answer;
  shownAt: string;
  answeredAt: string;
}

export interface Changes {
  send(given: Given): Promise<void>;
  /** Takes back the answer to a text that was skipped before: it is skipped again. */
  skipAgain(given: Given): Promise<void>;
}

export interface Made {
  given: Given;
  changed: OwnRow;
}

type Past = readonly Made[];

/** On the device, where a reload finds it again. */
type KeptPast = Pick<PastStorage<Made>, "load" | "keep">;

interface State {
  /** How much waits for the service's answer. */
  sending: number;
  failed: { error: Error; again(): void } | null;
  /** What undo would take back, the last of it first to go. */
  past: Past;
}

/** What is shown at once, sent in turn, and shown as before where that fails. */
interface Step {
  from: OwnRow;
  to: OwnRow;
  send(): Promise<void>;
  /** The past after it, and once it has failed. */
  done(past: Past): Past;
  undone(past: Past): Past;
}

/** Other answers to one's own texts: each shows at once and is sent in turn. */
export class OwnChanges {
  readonly state = createStore<State>({ sending: 0, failed: null, past: [] });
  private readonly list: Pick<OwnList, "put">;
  private readonly service: Changes;
  private readonly kept: KeptPast;
  private turn: Promise<void> = Promise.resolve();

  constructor(list: Pick<OwnList, "put">, service: Changes, kept: KeptPast) {
    this.list = list;
    this.service = service;
    this.kept = kept;
    this.state.set({ ...this.state.get(), past: kept.load(Date.now()) });
  }

  /** `label` is the answer in words, `shownAt` when the text was to be seen. */
  answer(row: OwnRow, answer: Answer, label: string, shownAt: Date): void {
    const given = givenNow(row, answer, shownAt);
    const made = { given, changed: { ...row, answer, label } };
    this.take({
      ...{ from: row, to: made.changed, send: () => this.service.send(given) },
      done: (past) => [...past, made],
      undone: (past) => past.filter((one) => one !== made),
    });
  }

  /** The last change is taken back. */
  undo(): void {
    const last = this.state.get().past.at(-1);
    if (!last) return;
    const { given, changed } = last;
    const { row } = given;
    const back = row.answer && givenNow(changed, row.answer, new Date());
    this.take({
      ...{ from: changed, to: row },
      send: () => (back ? this.service.send(back) : this.service.skipAgain(given)),
      done: (past) => past.filter((one) => one !== last),
      undone: (past) => [...past, last],
    });
  }

  private take(step: Step): void {
    this.list.put([step.to]);
    this.change(1, null, step.done);
    this.turn = this.turn.then(() =>
      step.send().then(
        () => this.change(-1, this.state.get().failed),
        (error: unknown) => {
          this.list.put([step.from]);
          this.change(-1, { error: error as Error, again: () => this.take(step) }, step.undone);
        },
      ),
    );
  }

  private change(by: number, failed: State["failed"], then = (past: Past) => past): void {
    const before = this.state.get();
    const [sending, past] = [before.sending + by, then(before.past)];
    this.state.set({ sending, failed, past });
    // Whoever reloads now can't know whether the last change was stored: undo would be of another.
    this.kept.keep(sending > 0 ? [] : past, Date.now());
  }
}

function givenNow(row: OwnRow, answer: Answer, shownAt: Date): Given {
  const answeredAt = new Date().toISOString();
  return { id: uuid(), row, answer, shownAt: shownAt.toISOString(), answeredAt };
}
