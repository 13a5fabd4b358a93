import { changed, SORTS } from "@/state/items/filters";
import { type Column, lineOf, templateOf } from "@/state/items/columns";
import { SORT, words } from "@/words/items";
import { ColumnMenu, nameOf } from "./ColumnMenu";
import { useItems } from "./context";
import styles from "./Row.module.css";

type Sort = (typeof SORTS)[number];

/** The orders of a column, each after the one before. */
const ORDERS: Partial<Record<Column | "text", readonly [Sort, ...Sort[]]>> = {
  text: ["ordinal"],
  model: ["confidence", "-confidence"],
  when: ["-labelled_at"],
};

/** What stands in each column: where texts can be sorted by it, a press does. */
export function Heads({ columns }: { columns: readonly Column[] }) {
  return (
    <div
      className={styles.heads}
      role="group"
      aria-label={words.columns}
      style={{ gridTemplateColumns: templateOf(columns) }}
    >
      <ColumnMenu />
      <Head column="text" name={words.textColumn} line="text" />
      {columns.map((column) => (
        <Head
          key={column}
          column={column}
          name={column === "notes" ? "" : nameOf(column)}
          line={lineOf(columns, column)}
        />
      ))}
    </div>
  );
}

function Head({ column, name, line }: { column: Column | "text"; name: string; line: string }) {
  const { filters, ask } = useItems();
  const orders = ORDERS[column];
  const place = { gridColumn: line };
  if (!orders) return <span style={place}>{name}</span>;
  const isNear = [filters.meaning, filters.similar, filters.copies].some((each) => each);
  const now = isNear ? -1 : orders.findIndex((each) => each === (filters.sort ?? SORTS[0]));
  const next = orders[(now + 1) % orders.length] ?? orders[0];
  return (
    <button
      type="button"
      style={place}
      data-end={column !== "text" || undefined}
      aria-label={words.sortBy(name, SORT[next] ?? next)}
      onClick={() => ask(changed(filters, "sort", next), "replace")}
    >
      {name}
      <span aria-hidden>{now < 0 ? "" : orders[now] === "confidence" ? " ↑" : " ↓"}</span>
    </button>
  );
}
