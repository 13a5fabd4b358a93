import type { Command, Entry } from "../outbox/commands";
import type { Outbox, Outcome } from "../outbox/outbox";
import type { Past } from "../outbox/past";
import { createStore, derived, type Readable } from "../store";
import { uuid } from "../uuid";

/** A part of a list, as the service gives it. */
export interface Part<Row> {
  rows: Row[];
  next: string | null;
  total: number | null;
}

/** What was done to a row that went: what undo takes back. */
export interface Done<Row> {
  id: string;
  /** In words, for the undo: "kept Refund". */
  name: string;
  row: Row;
  /** Where the row was. */
  place: number;
  back: Command;
}

/** What the list is of. */
interface ListOf<Row> {
  id(row: Row): number;
  text(row: Row): string;
  read(cursor: string | null): Promise<Part<Row>>;
  /** The id of the row that a command is done with; null: it is of another list. */
  doneWith(command: Command): number | null;
}

export interface Work<Row> {
  /** Null: not read yet. */
  rows: readonly Row[] | null;
  /** Of all that wait, as far as somebody counts them; `more`: there are more than these. */
  total: number | null;
  more: boolean;
  /** The row that keys act on. */
  at: number;
  /** Why the list can't be read. */
  error: Error | null;
}

interface Base<Row> extends Work<Row> {
  /** The id of the row that keys act on; where it is gone, that which has taken its place. */
  atRow: number | null;
}

const AHEAD = 5;

/** Rows that wait for somebody, one after the other: what is done with goes, and undo brings it back.
 *
 * A row goes at once, and comes back where the service refuses what was done. */
export class WorkList<Row> {
  readonly state: Readable<Work<Row>>;
  readonly past: Past<Done<Row>>;
  private readonly base = createStore<Base<Row>>({
    ...{ rows: null, total: null, more: false, at: 0, atRow: null, error: null },
  });
  private readonly of: ListOf<Row>;
  private readonly outbox: Outbox;
  private cursor: string | null = null;
  private readonly undone = new Set<string>();
  /** How much was done: what was read meanwhile may not know it. */
  private commands = 0;
  private reading = false;

  constructor(of: ListOf<Row>, outbox: Outbox, past: Past<Done<Row>>) {
    this.of = of;
    this.outbox = outbox;
    this.past = past;
    this.state = derived(this.base, outbox.state, (base, { waiting }) => this.shown(base, waiting));
  }

  get current(): Row | undefined {
    const { rows, at } = this.state.get();
    return rows?.[at];
  }

  /** Hears what becomes of what is done, until it is stopped. */
  start(): () => void {
    return this.outbox.listen((entry, outcome) => this.hear(entry, outcome));
  }

  /** Reads the list anew: others work on it too. Not while something is on its way. */
  async refresh(): Promise<void> {
    const { waiting } = this.outbox.state.get();
    const isMine = ({ id, command }: Entry) =>
      this.of.doneWith(command) !== null || this.undone.has(id);
    if (this.base.get().rows && waiting.some(isMine)) return;
    await this.fetch(null, ({ rows }) => rows);
  }

  move(by: number): void {
    this.go(this.state.get().at + by);
  }

  go(place: number): void {
    const { rows, more } = this.state.get();
    if (!rows) return;
    const at = Math.max(0, Math.min(place, rows.length - 1));
    const row = rows[at];
    this.change({ at, atRow: row === undefined ? null : this.of.id(row) });
    if (more && place + AHEAD >= rows.length) void this.readOn();
  }

  /** Does something with the row at hand, which goes. `said`: of the command, in words. */
  finish(row: Row, name: string, said: string, command: Command, back: Command): void {
    const place = this.base.get().rows?.indexOf(row) ?? -1;
    if (place < 0) return;
    const { at } = this.state.get();
    const id = uuid();
    this.commands += 1;
    this.past.push({ id, name, row, place, back });
    this.outbox.add(id, command, { name: said, text: this.of.text(row) });
    this.go(at);
  }

  /** Takes the last command back: its row is there again. */
  undo(): void {
    const { rows, total } = this.base.get();
    const last = rows ? this.past.take() : undefined;
    if (!last || !rows) return;
    this.commands += 1;
    this.undone.add(last.id);
    const id = this.of.id(last.row);
    if (!rows.some((row) => this.of.id(row) === id)) {
      const there = rows.toSpliced(Math.min(last.place, rows.length), 0, last.row);
      this.change({ rows: there, total: total === null ? null : total + 1 });
    }
    this.change({ atRow: id });
    this.outbox.takeBack(last.id, last.back, { name: last.name, text: this.of.text(last.row) });
  }

  private hear({ id, command }: Entry, { is }: Outcome): void {
    const gone = this.of.doneWith(command);
    if (is === "dropped") this.past.drop(id);
    // What couldn't be taken back stands.
    if (is === "refused" && this.undone.has(id)) void this.refresh();
    if (is !== "sent") return;
    this.commands += 1;
    const isBack = this.outbox.state.get().waiting.some((other) => other.id === id);
    if (gone === null || isBack) return;
    const { rows, total } = this.base.get();
    const left = rows?.filter((row) => this.of.id(row) !== gone) ?? null;
    const less = (rows?.length ?? 0) - (left?.length ?? 0);
    this.change({ rows: left, total: total === null ? null : total - less });
  }

  /** Without the rows that are done with. */
  private shown(base: Base<Row>, waiting: readonly Entry[]): Work<Row> {
    const done = new Map<string, number | null>();
    for (const { id, command } of waiting)
      if (!done.delete(id)) done.set(id, this.of.doneWith(command));
    const gone = new Set(done.values());
    const rows = base.rows?.filter((row) => !gone.has(this.of.id(row))) ?? null;
    const less = (base.rows?.length ?? 0) - (rows?.length ?? 0);
    const here = rows?.findIndex((row) => this.of.id(row) === base.atRow) ?? -1;
    const last = Math.max(0, (rows?.length ?? 0) - 1);
    return {
      ...{ rows, more: base.more, error: base.error },
      total: base.total === null ? null : base.total - less,
      at: here >= 0 ? here : Math.min(base.at, last),
    };
  }

  private readOn(): Promise<void> {
    return this.fetch(this.cursor, ({ rows: read }) => {
      const rows = this.base.get().rows ?? [];
      const there = new Set(rows.map(this.of.id));
      return [...rows, ...read.filter((row) => !there.has(this.of.id(row)))];
    });
  }

  private async fetch(
    cursor: string | null,
    put: (part: Part<Row>) => readonly Row[],
  ): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    const { commands } = this;
    try {
      const part = await this.of.read(cursor);
      // What was done meanwhile may not be in it: a row that went would come back.
      if (this.commands !== commands) return;
      this.cursor = part.next;
      const { total, next } = part;
      this.change({ rows: put(part), total, more: next !== null, error: null });
      this.go(this.state.get().at);
    } catch (error) {
      this.change({ error: error instanceof Error ? error : new Error(String(error)) });
    } finally {
      this.reading = false;
    }
  }

  private change(part: Partial<Base<Row>>): void {
    this.base.set({ ...this.base.get(), ...part });
  }
}
