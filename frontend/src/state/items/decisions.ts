import { createStore } from "../store";
import { uuid } from "../uuid";
import type { ItemList, ItemRow } from "./list";

/** What came of labelling many at once. */
export interface Decided {
  changed: number;
  unchanged: number;
  /** Texts that nobody may label here at the moment. */
  passed_over: number;
}

export interface Decides {
  /** Sends a label for some texts, under an id that the page made: sent again it is the same. */
  label(batch: string, items: readonly number[], name: string): Promise<Decided>;
  undo(batch: string): Promise<void>;
}

/** Texts that got a label together, and how they were before: what one undo takes back. */
export interface Batch {
  id: string;
  label: string;
  items: readonly number[];
  before: readonly ItemRow[];
  /** Null until the service has answered. */
  decided: Decided | null;
}

/** What couldn't be done, with the way to try again. */
export interface Failed {
  what: "label" | "undo";
  error: Error;
  again(): void;
}

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

  label(items: readonly number[], name: string): void {
    if (items.length === 0) return;
    const wanted = new Set(items);
    const before = this.list.state
      .get()
      .rows.filter(({ id, label }) => wanted.has(id) && label !== name);
    this.send({ id: uuid(), label: name, items, before, decided: null });
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
    this.change({ past: [...this.state.get().past, batch] });
    const at = this.now().toISOString();
    this.list.put(
      batch.before.map((row) => ({
        ...row,
        label: batch.label,
        label_source: "search",
        state: "settled",
        labelled_at: at,
        decided_by: this.by,
        suspected: false,
      })),
    );
    this.inTurn(
      "label",
      async () => this.heard(batch, await this.service.label(batch.id, batch.items, batch.label)),
      () => {
        this.change({ past: this.state.get().past.filter(({ id }) => id !== batch.id) });
        this.list.put(batch.before);
      },
      () => this.send(batch),
    );
  }

  private heard(batch: Batch, decided: Decided): void {
    const past = this.state.get().past.flatMap((one) => {
      if (one.id !== batch.id) return [one];
      // There is nothing to take back where all had the label.
      return decided.changed === 0 ? [] : [{ ...one, decided }];
    });
    this.change({ past });
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
    return this.list.state.get().rows.filter(({ id }) => ids.has(id));
  }

  private change(part: Partial<DecisionsState>): void {
    this.state.set({ ...this.state.get(), ...part });
  }
}
