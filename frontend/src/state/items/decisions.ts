import { type Answer, spelt } from "../answer";
import { createStore } from "../store";
import { uuid } from "../uuid";
import { type ItemList, type ItemRow, known } from "./list";

/** What came of labelling many at once. */
export interface Decided {
  changed: number;
  unchanged: number;
  /** Texts that nobody may label here at the moment. */
  passed_over: number;
}

export interface Decides {
  /** Sends a label for up to `MOST_SENT` texts, under an id that the page made: sent again it is the
   * same, and other texts are added to it. */
  label(batch: string, items: readonly number[], answer: Answer): Promise<Decided>;
  undo(batch: string): Promise<void>;
}

/** The service takes 500: half of them hold the write lock of SQLite for 20 ms. */
export const MOST_SENT = 250;

/** Texts that got a label together, and how they were before: what one undo takes back. */
export interface Batch {
  id: string;
  /** In words. */
  label: string;
  answer: Answer;
  items: readonly number[];
  before: readonly ItemRow[];
  /** Of how many of its texts the service has answered, and what. */
  sent: number;
  decided: Decided;
}

/** What couldn't be done, with the way to try again. */
export interface Failed {
  what: "label" | "undo";
  error: Error;
  again(): void;
}

const has = (row: ItemRow, answer: Answer) => spelt(row.given) === spelt(answer);

const NOTHING: Decided = { changed: 0, unchanged: 0, passed_over: 0 };

export interface DecisionsState {
  past: readonly Batch[];
  /** How much waits for the service's answer. */
  sending: number;
  failed: Failed | null;
}

/** Labels set from the list: each shows at once, is sent in turn, and is taken back as one. */
export class Decisions {
  readonly state = createStore<DecisionsState>({ past: [], sending: 0, failed: null });
  private readonly service: Decides;
  private readonly by: string;
  private readonly list: ItemList;
  private readonly now: () => Date;
  private readonly after: () => void;
  private turn: Promise<void> = Promise.resolve();

  /** `by` is who decides; `after` is called when the service has something new to say. */
  constructor(
    service: Decides,
    list: ItemList,
    by: string,
    after: () => void,
    now = () => new Date(),
  ) {
    this.service = service;
    this.by = by;
    this.list = list;
    this.after = after;
    this.now = now;
  }

  /** `label` is the answer in words. */
  label(items: readonly number[], answer: Answer, label: string): void {
    if (items.length === 0) return;
    const wanted = new Set(items);
    const before = known(this.list.state.get().rows).filter(
      (row) => wanted.has(row.id) && !(has(row, answer) && row.state === "settled"),
    );
    this.send({ id: uuid(), label, answer, items, before, sent: 0, decided: NOTHING });
  }

  undo(): void {
    const batch = this.state.get().past.at(-1);
    if (!batch) return;
    this.change({ past: this.state.get().past.slice(0, -1) });
    const shown = this.shown(batch);
    this.list.put(batch.before);
    this.inTurn(
      "undo",
      () => this.service.undo(batch.id),
      () => {
        this.change({ past: [...this.state.get().past, batch] });
        this.list.put(shown);
      },
      () => this.undo(),
    );
  }

  private send(batch: Batch): void {
    const { past } = this.state.get();
    this.change({ past: [...past.filter(({ id }) => id !== batch.id), batch] });
    const at = this.now().toISOString();
    const unsent = this.unsent(batch);
    this.list.put(
      unsent.map((row) => ({
        ...row,
        label: batch.label,
        given: batch.answer,
        label_source: "search",
        state: "settled",
        labelled_at: at,
        decided_by: this.by,
        suspected: false,
      })),
    );
    this.inTurn(
      "label",
      () => this.sendParts(this.past(batch.id) ?? batch),
      () => {
        const reached = this.past(batch.id);
        if (!reached) return;
        // What arrived of it can still be taken back, as one.
        if (reached.sent === 0) this.forget(batch.id);
        this.list.put(this.unsent(reached));
      },
      () => this.send(this.past(batch.id) ?? batch),
    );
  }

  /** Until all is sent, or it is taken back meanwhile. */
  private async sendParts({ id, answer, items, sent }: Batch): Promise<void> {
    for (let from = sent; from < items.length; from += MOST_SENT) {
      const part = items.slice(from, from + MOST_SENT);
      this.heard(id, part.length, await this.service.label(id, part, answer));
      if (!this.past(id)) return;
    }
    // There is nothing to take back where all had the label, and none of them was settled by this.
    const { decided, before } = this.past(id)!;
    if (decided.changed === 0 && !before.some((row) => has(row, answer))) this.forget(id);
  }

  private heard(id: string, size: number, more: Decided): void {
    const past = this.state.get().past.map((one) => {
      if (one.id !== id) return one;
      const decided = {
        changed: one.decided.changed + more.changed,
        unchanged: one.decided.unchanged + more.unchanged,
        passed_over: one.decided.passed_over + more.passed_over,
      };
      return { ...one, sent: one.sent + size, decided };
    });
    this.change({ past });
  }

  private past(id: string): Batch | undefined {
    return this.state.get().past.find((one) => one.id === id);
  }

  private forget(id: string): void {
    this.change({ past: this.state.get().past.filter((one) => one.id !== id) });
  }

  /** The rows before of those texts that the service hasn't answered about. */
  private unsent({ items, sent, before }: Batch): ItemRow[] {
    const left = new Set(items.slice(sent));
    return before.filter(({ id }) => left.has(id));
  }

  /** One after the other, so that an undo never overtakes what it takes back. */
  private inTurn(
    what: Failed["what"],
    work: () => Promise<void>,
    back: () => void,
    again: () => void,
  ): void {
    this.change({ sending: this.state.get().sending + 1, failed: null });
    const ended = (failed: Failed | null) =>
      this.change({ sending: this.state.get().sending - 1, failed });
    this.turn = this.turn.then(work).then(
      () => {
        ended(this.state.get().failed);
        this.after();
      },
      (error: unknown) => {
        back();
        ended({ what, error: error as Error, again });
      },
    );
  }

  private shown({ before }: Batch): ItemRow[] {
    const ids = new Set(before.map(({ id }) => id));
    return known(this.list.state.get().rows).filter(({ id }) => ids.has(id));
  }

  private change(part: Partial<DecisionsState>): void {
    this.state.set({ ...this.state.get(), ...part });
  }
}
