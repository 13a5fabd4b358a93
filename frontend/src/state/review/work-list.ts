import { createStore, type Store } from "../store";

/** A part of a list, as the service gives it. */
export interface Part<Row> {
  rows: Row[];
  next: string | null;
  total: number | null;
}

/** Something done to a row, and how it is taken back. */
export interface Deed<Row> {
  row: Row;
  /** In words, for the undo: "kept Refund". */
  name: string;
  send(): Promise<void>;
  takeBack(): Promise<void>;
}

interface Done<Row> extends Deed<Row> {
  /** Where the row was. */
  place: number;
}

export interface Work<Row> {
  /** Null: not read yet. */
  rows: readonly Row[] | null;
  /** Of all that wait, as far as somebody counts them; `more`: there are more than these. */
  total: number | null;
  more: boolean;
  /** The row that keys act on. */
  at: number;
  past: readonly Done<Row>[];
  /** Why the list can't be read. */
  error: Error | null;
  /** What the last deed came to nothing for. */
  failed: string | null;
  sending: boolean;
}

const KEPT = 20;
const AHEAD = 5;

/** Rows that wait for somebody, one after the other: what is done with goes, and undo brings it back.
 *
 * A row goes at once; what was done is sent in its order, and a row that the service refuses
 * comes back with the reason. */
export class WorkList<Row> {
  readonly state: Store<Work<Row>>;
  private cursor: string | null = null;
  private sent: Promise<void> = Promise.resolve();
  private reading = false;

  private readonly id: (row: Row) => number;
  private readonly read: (cursor: string | null) => Promise<Part<Row>>;

  constructor(id: (row: Row) => number, read: (cursor: string | null) => Promise<Part<Row>>) {
    this.id = id;
    this.read = read;
    this.state = createStore<Work<Row>>({
      rows: null,
      total: null,
      more: false,
      at: 0,
      past: [],
      error: null,
      failed: null,
      sending: false,
    });
  }

  get current(): Row | undefined {
    const { rows, at } = this.state.get();
    return rows?.[at];
  }

  /** Reads the list anew: others work on it too. Not while something is on its way. */
  async refresh(): Promise<void> {
    await this.sent;
    const before = this.current;
    await this.fetch(null, (part) => {
      const found = before ? part.rows.findIndex((row) => this.id(row) === this.id(before)) : 0;
      return { rows: part.rows, at: Math.max(0, found) };
    });
  }

  move(by: number): void {
    this.go(this.state.get().at + by);
  }

  go(place: number): void {
    const { rows, more } = this.state.get();
    if (!rows) return;
    this.change({ at: Math.max(0, Math.min(place, rows.length - 1)), failed: null });
    if (more && place + AHEAD >= rows.length) void this.readOn();
  }

  /** Does something with the row at hand, which goes. */
  finish(deed: Deed<Row>): void {
    const { rows, at, past, total } = this.state.get();
    if (!rows) return;
    const place = rows.indexOf(deed.row);
    if (place < 0) return;
    const done = { ...deed, place };
    const left = rows.filter((row) => row !== deed.row);
    this.change({
      rows: left,
      total: total === null ? null : total - 1,
      at: Math.max(0, Math.min(place < at ? at - 1 : at, left.length - 1)),
      past: [...past, done].slice(-KEPT),
      failed: null,
    });
    this.go(this.state.get().at);
    this.queue(deed.send, () => this.bringBack(done));
  }

  /** Takes the last deed back: its row is there again. */
  undo(): void {
    const last = this.state.get().past.at(-1);
    if (!last) return;
    this.bringBack(last);
    this.queue(last.takeBack, () => void this.refresh());
  }

  private bringBack(done: Done<Row>): void {
    const { rows, past, total } = this.state.get();
    if (!rows) return;
    const place = Math.min(done.place, rows.length);
    this.change({
      rows: [...rows.slice(0, place), done.row, ...rows.slice(place)],
      total: total === null ? null : total + 1,
      at: place,
      past: past.filter((one) => one !== done),
      failed: null,
    });
  }

  private queue(send: () => Promise<void>, otherwise: () => void): void {
    this.change({ sending: true });
    const mine = this.sent.then(send).catch((error: unknown) => {
      otherwise();
      this.change({ failed: error instanceof Error ? error.message : String(error) });
    });
    this.sent = mine;
    void mine.then(() => {
      if (this.sent === mine) this.change({ sending: false });
    });
  }

  private readOn(): Promise<void> {
    return this.fetch(this.cursor, ({ rows: found }) => {
      const { rows, at } = this.state.get();
      const known = new Set(rows?.map(this.id));
      return { rows: [...(rows ?? []), ...found.filter((row) => !known.has(this.id(row)))], at };
    });
  }

  private async fetch(
    cursor: string | null,
    put: (part: Part<Row>) => Pick<Work<Row>, "rows" | "at">,
  ): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    const { sent } = this;
    try {
      const part = await this.read(cursor);
      // What was done meanwhile may not be in it: a row that went would come back.
      if (this.sent !== sent) return;
      this.cursor = part.next;
      this.change({ ...put(part), total: part.total, more: part.next !== null, error: null });
    } catch (error) {
      this.change({ error: error instanceof Error ? error : new Error(String(error)) });
    } finally {
      this.reading = false;
    }
  }

  private change(part: Partial<Work<Row>>): void {
    this.state.set({ ...this.state.get(), ...part });
  }
}
