interface Page<Row> {
  results: Row[];
  next: string | null;
}

interface Asked {
  cursor?: string;
  limit: number;
}

const MOST = 500;

/** Every row of a list, page after page. */
export async function everything<Row>(read: (query: Asked) => Promise<Page<Row>>): Promise<Row[]> {
  const rows: Row[] = [];
  let query: Asked | null = { limit: MOST };
  while (query) {
    const { results, next }: Page<Row> = await read(query);
    rows.push(...results);
    query = next === null ? null : { limit: MOST, cursor: next };
  }
  return rows;
}
