import { createStore } from "../store";
import type { Filters } from "./filters";

/** A text of the list, as the service gives it. */
export interface ItemRow {
  id: number;
  external_id: string | null;
  /** Its beginning. */
  text: string;
  label: string | null;
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
}

export interface RowsRead {
  rows: readonly ItemRow[];
  next: string | null;
  /** How many match; null where nobody counts, and of all pages but the first. */
  total: number | null;
}

export interface ReadsItems {
  /** Some rows that match, in their order, after those that the cursor was given with. */
  read(filters: Filters, cursor: string | null, limit: number): Promise<RowsRead>;
}

export interface ListState {
  filters: Filters;
  rows: readonly ItemRow[];
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

/** The texts that match, read from the front as far as somebody looks. A row that changes keeps its
 * place, also where it no longer matches: nothing moves under the hand until one asks anew. */
export class ItemList {
  readonly state = createStore<ListState>({
    filters: {},
    rows: [],
    total: null,
    complete: false,
    stale: true,
    reading: false,
    error: null,
  });
  private readonly service: ReadsItems;
  private next: string | null = null;
  private wanted = FIRST;
  /** Answers to an earlier question are for nobody. */
  private asked = 0;

  constructor(service: ReadsItems) {
    this.service = service;
  }

  /** Begins anew, with other filters or to see what has changed. What is there stays until then. */
  open(filters: Filters): void {
    const asked = ++this.asked;
    this.wanted = FIRST;
    this.change({ filters, stale: true, reading: false, error: null });
    void this.read(asked);
  }

  /** Somebody looks at the rows before this one. */
  need(rows: number): void {
    this.wanted = Math.max(this.wanted, rows);
    const { reading, error, stale } = this.state.get();
    if (!reading && !error && !stale) void this.read(this.asked);
  }

  /** After an error. */
  retry(): void {
    const { filters, stale } = this.state.get();
    if (stale) return this.open(filters);
    this.change({ error: null });
    void this.read(this.asked);
  }

  /** Rows that somebody changed, in their places. */
  put(rows: Iterable<ItemRow>): void {
    const changed = new Map([...rows].map((row) => [row.id, row]));
    this.change({ rows: this.state.get().rows.map((row) => changed.get(row.id) ?? row) });
  }

  private async read(asked: number): Promise<void> {
    this.change({ reading: true });
    while (this.lacks() && this.asked === asked) {
      const { filters, stale } = this.state.get();
      try {
        const limit = stale ? FIRST : THEN;
        const page = await this.service.read(filters, stale ? null : this.next, limit);
        if (this.asked !== asked) return;
        this.add(page, stale);
      } catch (error) {
        if (this.asked === asked) this.change({ reading: false, error: error as Error });
        return;
      }
    }
    if (this.asked === asked) this.change({ reading: false });
  }

  private lacks(): boolean {
    const { rows, complete, stale } = this.state.get();
    return stale || (!complete && rows.length < this.wanted);
  }

  private add({ rows, next, total }: RowsRead, first: boolean): void {
    this.next = next;
    this.change({
      ...(first ? { total } : {}),
      rows: first ? rows : this.state.get().rows.concat(rows),
      complete: next === null,
      stale: false,
    });
  }

  private change(part: Partial<ListState>): void {
    this.state.set({ ...this.state.get(), ...part });
  }
}

/** How many rows there are room for: all that match, or those that are read while nobody knows. */
export function length({ rows, total, complete }: ListState): number {
  return complete ? rows.length : Math.max(rows.length, total ?? 0);
}
