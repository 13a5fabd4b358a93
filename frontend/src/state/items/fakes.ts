import type { Filters } from "./filters";
import type { ItemRow, ReadsItems, RowsRead } from "./list";

/** A row with what a test doesn't care for. */
export function row(id: number, part: Partial<ItemRow> = {}): ItemRow {
  return {
    id,
    external_id: null,
    text: `Text ${id}`,
    label: null,
    given: null,
    label_source: null,
    state: null,
    annotators: [],
    decided_by: null,
    labelled_at: null,
    prediction: null,
    suspected: false,
    open_notes: 0,
    ...part,
  };
}

/** Rows 1 to n, of which a query leaves those whose number ends with it. */
export class FakeItems implements ReadsItems {
  readonly reads: string[] = [];
  fails = false;
  size: number;

  constructor(size: number) {
    this.size = size;
  }

  async read(
    filters: Filters,
    cursor: string | null,
    skip: number,
    limit: number,
  ): Promise<RowsRead> {
    const far = skip > 0 ? `>${skip}` : "";
    this.reads.push(`${filters.q ?? ""}:${cursor ?? "0"}${far}+${limit}`);
    if (this.fails) throw new Error("no");
    const from = Number(cursor) + skip;
    const rows = this.matching(filters).slice(from, from + limit);
    const end = from + rows.length;
    const found = this.matching(filters).length;
    const next = end < found ? String(end) : null;
    return { rows, next, total: cursor === null ? found : null };
  }

  private matching({ q = "" }: Filters): ItemRow[] {
    return Array.from({ length: this.size }, (_, index) => row(index + 1)).filter(({ id }) =>
      String(id).endsWith(q),
    );
  }
}

/** Until everything that is under way has come. */
export const settled = () => new Promise((done) => setTimeout(done));
