import { type Answer, spelt } from "../answer";
import type { Entry, Labelled } from "../outbox/commands";
import type { Outbox, Outcome } from "../outbox/outbox";
import type { Past } from "../outbox/past";
import { uuid } from "../uuid";
import { ItemList, type ItemRow, known, type ReadsItems, type Rows } from "./list";

/** What came of labelling many at once. */
export interface Decided {
  changed: number;
  unchanged: number;
  /** Texts that nobody may label here at the moment. */
  passed_over: number;
  /** Of an exclusion: those that changed. */
  items?: readonly number[];
}

/** The service takes 500: half of them hold the write lock of SQLite for 20 ms. */
export const MOST_SENT = 250;

/** Texts that got a label together, and how they were before: what one undo takes back. */
export interface Batch {
  id: string;
  /** In words. */
  label: string;
  /** Null: they are excluded, or brought back. */
  answer: Answer | null;
  size: number;
  /** Rows of the list; none after a reload. */
  before: readonly ItemRow[];
  excluded?: { items: readonly number[]; back: boolean };
  /** Of how many of its texts the service has answered, and what. */
  sent: number;
  decided: Decided;
}

const NOTHING: Decided = { changed: 0, unchanged: 0, passed_over: 0 };
const has = (row: ItemRow, answer: Answer) => spelt(row.given) === spelt(answer);

/** What the device keeps of one: rows are read anew. */
export const lightBatch = (batch: Batch): Batch => ({ ...batch, before: [] });

/** Labels set from the list: each shows at once, is sent in parts, and is taken back as one. */
export class Decisions {
  readonly list: ItemList;
  readonly past: Past<Batch>;
  private readonly outbox: Outbox;
  private readonly by: string;
  private readonly after: () => void;
  /** Taken back, which the service hasn't heard of. */
  private readonly undone = new Map<string, Batch>();

  /** `by` is who decides; `after` is called when the service has something new to say. */
  constructor(
    service: ReadsItems,
    outbox: Outbox,
    past: Past<Batch>,
    by: string,
    after: () => void,
  ) {
    this.outbox = outbox;
    this.list = new ItemList(service, {
      outbox: outbox.state,
      rows: (rows, waiting) => this.over(rows, waiting),
    });
    this.past = past;
    this.by = by;
    this.after = after;
  }

  /** Hears what becomes of them, until it is stopped. */
  start(): () => void {
    return this.outbox.listen((entry, outcome) => this.onOutcome(entry, outcome));
  }

  /** `label` is the answer in words. */
  label(
    items: readonly number[],
    answer: Answer,
    label: string,
    unlabelledOnly: boolean = false,
  ): void {
    if (items.length === 0) return;
    const wanted = new Set(items);
    const before = known(this.list.state.get().rows).filter(({ id }) => wanted.has(id));
    const size = items.length;
    const id = uuid();
    this.past.push({ ...{ id, label, answer, size, before }, sent: 0, decided: NOTHING });
    const at = new Date().toISOString();
    for (let from = 0; from < size; from += MOST_SENT) {
      const part = items.slice(from, from + MOST_SENT);
      const only = unlabelledOnly ? { unlabelledOnly } : {};
      const command = { kind: "label", items: part, answer, at, by: this.by, ...only } as const;
      this.outbox.add(id, command, {
        name: label,
        text: size === 1 ? (before[0]?.text ?? "") : "",
      });
    }
  }

  /** Has nobody asked about texts any more, or again. `label`: that in words. */
  exclude(items: readonly number[], back: boolean, label: string): void {
    if (items.length === 0) return;
    const id = uuid();
    const batch = { id, label, answer: null, size: items.length, before: [], sent: 0 };
    this.past.push({ ...batch, decided: NOTHING, excluded: { items, back } });
    this.outbox.add(id, { kind: "exclude", items, back }, { name: label, text: "" });
  }

  undo(): void {
    const batch = this.past.take();
    if (!batch) return;
    const { excluded } = batch;
    if (excluded) {
      const about = { name: batch.label, text: "" };
      return this.outbox.takeBack(batch.id, { kind: "unexclude", ...excluded }, about);
    }
    this.undone.set(batch.id, batch);
    this.outbox.takeBack(batch.id, { kind: "unlabel" }, { name: batch.label, text: "" });
  }

  private onOutcome(entry: Entry, outcome: Outcome): void {
    const { id, command } = entry;
    if (command.kind === "exclude" || command.kind === "unexclude")
      return this.onExcluded(id, command.items, outcome);
    if (command.kind !== "label" && command.kind !== "unlabel") return;
    if (outcome.is === "dropped" && command.kind === "label") return this.giveUp(id, command);
    if (outcome.is !== "sent") return;
    this.list.settle(entry);
    if (command.kind === "label")
      this.settleBatch(id, command, outcome.answer as Decided | undefined);
    else if (!this.undone.get(id)?.before.length) this.list.open(this.list.state.get().filters);
    this.after();
  }

  /** What was sent of it before the rest was refused can still be taken back. */
  private giveUp(id: string, { items }: Labelled): void {
    const batch = this.past.state.get().find((one) => one.id === id);
    if (!batch || batch.sent === 0) return this.past.drop(id);
    this.past.change(id, (one) => ({ ...one, size: one.size - items.length }));
  }

  /** Other texts are listed then. */
  private onExcluded(id: string, items: readonly number[], outcome: Outcome): void {
    if (outcome.is === "dropped") return this.past.drop(id);
    if (outcome.is !== "sent") return;
    // What another tab has sent only that one has the answer to.
    const decided = (outcome.answer as Decided | undefined) ?? {
      ...NOTHING,
      changed: items.length,
    };
    if (decided.changed === 0) this.past.drop(id);
    else
      this.past.change(id, (one) => ({
        ...one,
        sent: items.length,
        decided,
        // What others excluded before stays when this is taken back.
        excluded: one.excluded && { ...one.excluded, items: decided.items ?? items },
      }));
    this.list.open(this.list.state.get().filters);
    this.after();
  }

  private settleBatch(id: string, { items }: Labelled, more: Decided = NOTHING): void {
    const batch = this.past.state.get().find((one) => one.id === id);
    if (!batch) return;
    const { decided, answer } = batch;
    const sent = batch.sent + items.length;
    const changed = decided.changed + more.changed;
    const isSettled = batch.before.some(
      (row) => answer !== null && has(row, answer) && row.state !== "settled",
    );
    const passed = decided.passed_over + more.passed_over;
    // Which ones were passed over only the list says.
    if (sent === batch.size && passed > 0) this.list.open(this.list.state.get().filters);
    // There is nothing to take back where all had the label, and none of them was settled by this.
    else if (sent === batch.size && changed === 0 && !isSettled && more !== NOTHING)
      return this.past.drop(id);
    this.past.change(id, (one) => ({
      ...one,
      sent,
      decided: {
        changed,
        unchanged: decided.unchanged + more.unchanged,
        passed_over: passed,
      },
    }));
  }

  /** The rows as they will be once what waits is sent. */
  private over(rows: Rows, waiting: readonly Entry[]): Rows {
    const over = new Map<number, (row: ItemRow) => ItemRow>();
    for (const { id, command, name } of waiting) {
      if (command.kind === "label")
        for (const item of command.items) over.set(item, (row) => labelled(row, command, name));
      if (command.kind === "unlabel")
        for (const row of this.undone.get(id)?.before ?? []) over.set(row.id, () => row);
    }
    return over.size === 0 ? rows : rows.map((row) => (row && over.get(row.id)?.(row)) ?? row);
  }
}

const labelled = (row: ItemRow, { answer, at, by }: Labelled, label: string): ItemRow =>
  has(row, answer) && row.state === "settled"
    ? row
    : {
        ...row,
        label,
        given: answer,
        label_source: "search",
        state: "settled",
        labelled_at: at,
        decided_by: by,
        suspected: false,
      };
