import type { Answer } from "../answer";
import type { Entry } from "../outbox/commands";
import type { OutboxState } from "../outbox/sent";
import { createStore, derived, type Readable } from "../store";
import type { Filters } from "./filters";

/** A text of the list, as the service gives it. */
export interface ItemRow {
  id: number;
  external_id: string | null;
  /** Its beginning. */
  text: string;
  label: string | null;
  /** The label as an answer. */
  given: Answer | null;
  label_source: string | null;
  state: string | null;
  /** Whose answers stand. */
  annotators: readonly string[];
  /** Who has set the label over the answers. */
  decided_by: string | null;
  labelled_at: string | null;
  prediction: { class: string; probability: number } | null;
  /** The label looks wrong to the model. */
  suspected: boolean;
  open_notes: number;
  /** How far those who answered agree with the label. */
  confidence?: number | null;
  /** What the project shows of the files beside it. */
  columns?: Readonly<Record<string, unknown>>;
}

export interface RowsRead<Row = ItemRow> {
  rows: readonly Row[];
  next: string | null;
  /** How many match; null where nobody counts, and of all pages but the first. */
  total: number | null;
}

export interface ReadsItems<Row = ItemRow, Asked = Filters> {
  /** Some rows that match, in their order: after those that the cursor was given with, and after so
   * many more that are passed over. */
  read(filters: Asked, cursor: string | null, skip: number, limit: number): Promise<RowsRead<Row>>;
}

/** By their places; null where one is still to be read. */
export type Rows<Row = ItemRow> = readonly (Row | null)[];

export interface ListState<Row = ItemRow, Asked = Filters> {
  filters: Asked;
  /** What the rows answer: while they are stale, what was asked before. */
  of: Asked;
  rows: Rows<Row>;
  /** Of all that match; null while nobody has counted. */
  total: number | null;
  /** Nothing follows the last row. */
  complete: boolean;
  /** The rows are those of what was asked before: the first of these are on their way. */
  stale: boolean;
  reading: boolean;
  error: Error | null;
}

const FIRST = 100;
const THEN = 500;
/** Rows read on either side of those that somebody looks at. */
const AHEAD = 200;
/** Until somebody looks no more is read than the first rows. */
const NOT_LOOKED_AT = { from: 0, end: FIRST - AHEAD };
/** Browsers draw no box that is higher than some ten million pixels. */
export const MOST_ROWS = 200_000;

/** What waits to be sent, and the rows as they will be then. */
export interface Over<Row> {
  outbox: Readable<OutboxState>;
  rows(rows: Rows<Row>, waiting: readonly Entry[]): Rows<Row>;
}

/** Places of a list: from one up to another, which is not among them. */
interface Span {
  from: number;
  end: number;
}

/** Rows read, with what asks for those that follow. */
interface Run extends Span {
  next: string | null;
}

/** The texts that match, read where somebody looks. A row that changes keeps its place, also where it
 * no longer matches: nothing moves under the hand until one asks anew. */
export class ItemList<Row extends { id: number } = ItemRow, Asked extends object = Filters> {
  /** With what waits to be sent. */
  readonly state: Readable<ListState<Row, Asked>>;
  /** As it was read. */
  private readonly base = createStore<ListState<Row, Asked>>({
    filters: {} as Asked,
    of: {} as Asked,
    rows: [],
    total: null,
    complete: false,
    stale: true,
    reading: false,
    error: null,
  });
  private readonly service: ReadsItems<Row, Asked>;
  private readonly over: Over<Row> | undefined;
  /** Sent while rows were read, which may be older than that. */
  private sent: Entry[] = [];
  private runs: readonly Run[] = [];
  private wanted: Span = NOT_LOOKED_AT;
  /** So many from the front are waited for besides. */
  private first = 0;
  /** Answers to an earlier question are for nobody. */
  private asked = 0;

  constructor(service: ReadsItems<Row, Asked>, over?: Over<Row>) {
    this.service = service;
    this.over = over;
    this.state = over
      ? derived(this.base, over.outbox, (base, { waiting }) =>
          waiting.length === 0 ? base : { ...base, rows: over.rows(base.rows, waiting) },
        )
      : this.base;
  }

  /** Begins anew, with other filters or to see what has changed. What is there stays until then. */
  open(filters: Asked): void {
    const asked = ++this.asked;
    this.wanted = NOT_LOOKED_AT;
    this.first = 0;
    this.change({ filters, stale: true, reading: false, error: null });
    void this.read(asked);
  }

  /** Somebody looks at these rows. */
  need(from: number, end: number): void {
    this.wanted = { from, end };
    this.readOn();
  }

  /** Reads the first so many rows; whether they are there, or all that match. False after an error,
   * or when something else was asked meanwhile. */
  async readFirst(rows: number): Promise<boolean> {
    this.first = rows;
    this.readOn();
    const asked = this.asked;
    return new Promise((done) => {
      const look = () => {
        const { error, stale } = this.base.get();
        const lost = asked !== this.asked || error !== null;
        const there = !stale && this.missing({ from: 0, end: this.first }) === null;
        if (!lost && !there) return;
        stop();
        done(!lost);
      };
      const stop = this.base.subscribe(look);
      look();
    });
  }

  /** After an error. */
  retry(): void {
    const { filters, stale } = this.base.get();
    if (stale) return this.open(filters);
    this.change({ error: null });
    void this.read(this.asked);
  }

  /** What waited has been sent: its rows are like that from now on. */
  settle(sent: Entry): void {
    const { rows, reading } = this.base.get();
    if (reading) this.sent.push(sent);
    if (this.over) this.change({ rows: this.over.rows(rows, [sent]) });
  }

  private readOn(): void {
    const { reading, error, stale } = this.base.get();
    if (!reading && !error && !stale) void this.read(this.asked);
  }

  private async read(asked: number): Promise<void> {
    this.sent = [];
    this.change({ reading: true });
    for (let ask = this.ask(); ask !== null; ask = this.ask()) {
      const { filters, stale } = this.base.get();
      try {
        const page = await this.service.read(filters, ask.cursor, ask.skip, ask.limit);
        if (this.asked !== asked) return;
        const rows = this.over?.rows(page.rows, this.sent) ?? page.rows;
        const newest = { ...page, rows: known(rows) };
        if (stale) this.begin(newest);
        else this.add(ask.place, newest);
      } catch (error) {
        if (this.asked === asked) this.change({ reading: false, error: error as Error });
        return;
      }
    }
    this.change({ reading: false });
  }

  /** What is to be read next, if anything. */
  private ask() {
    if (this.base.get().stale) return { place: 0, cursor: null, skip: 0, limit: FIRST };
    const lacking = this.lacking();
    if (lacking === null) return null;
    const before = this.runs.findLast(({ end }) => end <= lacking);
    const after = this.runs.find(({ from }) => from > lacking)?.from ?? Infinity;
    const { end, next: cursor } = before ?? { end: 0, next: null };
    // What lies between is read too, unless it is far: there one sees soon what is there.
    const near = lacking - end < THEN;
    const place = near ? end : lacking;
    return {
      place,
      cursor,
      skip: place - end,
      limit: Math.min(near ? THEN : FIRST, after - place),
    };
  }

  /** The place of the next row to read: of those looked at first, then beside them. */
  private lacking(): number | null {
    const { from, end } = this.wanted;
    return (
      this.missing({ from, end }) ??
      this.missing({ from: from - AHEAD, end: end + AHEAD }) ??
      this.missing({ from: 0, end: this.first })
    );
  }

  private missing({ from, end }: Span): number | null {
    let place = Math.max(0, from);
    for (const run of this.runs) if (run.from <= place && place < run.end) place = run.end;
    return place < Math.min(end, length(this.base.get())) ? place : null;
  }

  private begin({ rows, next, total }: RowsRead<Row>): void {
    this.runs = [{ from: 0, end: rows.length, next }];
    const of = this.base.get().filters;
    this.change({ of, total, rows, complete: next === null, stale: false });
  }

  private add(place: number, page: RowsRead<Row>): void {
    const { rows, total, complete } = this.base.get();
    const [next, ...later] = this.runs.filter(({ from }) => from > place);
    // Beyond the end of what matches by now nothing is known but that it ended before.
    if (!next && page.rows.length === 0 && place > rows.length)
      return this.change({ total: place });
    const end = place + page.rows.length;
    const unread = Array<null>(Math.max(0, place - rows.length)).fill(null);
    // Where fewer match by now than did, what follows moves up.
    const gone = next && page.next === null ? next.from - end : 0;
    const follows = next ? [next, ...later] : [];
    const moved = (run: Run) => ({ ...run, from: run.from - gone, end: run.end - gone });
    this.runs = joined([
      ...this.runs.filter((run) => run.end <= place),
      { from: place, end, next: page.next },
      ...follows.map(moved),
    ]);
    this.change({
      rows: [...rows.slice(0, place), ...unread, ...page.rows, ...rows.slice(end + gone)],
      complete: next ? complete : page.next === null,
      total: total === null ? null : total - gone,
    });
  }

  private change(part: Partial<ListState<Row, Asked>>): void {
    this.base.set({ ...this.base.get(), ...part });
  }
}

/** Runs in their order, those as one between which nothing is left to read. */
function joined(runs: readonly Run[]): Run[] {
  const found: Run[] = [];
  for (const run of runs) {
    const last = found.at(-1);
    if (last?.end === run.from) found[found.length - 1] = { ...run, from: last.from };
    else found.push(run);
  }
  return found;
}

/** How many rows there are room for: all that match, or those that are read while nobody knows. */
export function length({ rows, total, complete }: ListState<object, object>): number {
  return complete ? rows.length : Math.max(rows.length, total ?? 0);
}

/** Those that are read. */
export function known<Row>(rows: Rows<Row>): Row[] {
  return rows.filter((row) => row !== null);
}
