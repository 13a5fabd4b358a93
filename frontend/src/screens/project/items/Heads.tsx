import { type PointerEvent, useRef, useState } from "react";
import { useFieldKeys } from "@/components/keys/use-field-keys";
import { changed, SORTS } from "@/state/items/filters";
import {
  type Column,
  lineOf,
  NARROWEST,
  type Shown,
  templateOf,
  WIDEST,
  withinBounds,
} from "@/state/items/columns";
import { SORT, words } from "@/words/items";
import { words as keys } from "@/words/terms/keys";
import { ColumnMenu, nameOf } from "./ColumnMenu";
import { useItems } from "./context";
import styles from "./Row.module.css";
import { useColumns } from "./use-columns";

type Sort = (typeof SORTS)[number];

/** The orders of a column, each after the one before. */
const ORDERS: Partial<Record<Column | "text", readonly [Sort, ...Sort[]]>> = {
  text: ["ordinal"],
  model: ["confidence", "-confidence"],
  when: ["-labelled_at"],
};

/** What stands in each column: where texts can be sorted by it, a press does. */
export function Heads({ shown, pinned }: { shown: Shown; pinned?: boolean }) {
  const { columns } = shown;
  const { resize } = useColumns();
  const onKeyDown = useFieldKeys([
    {
      ...{ id: "resize", name: words.resizing, group: keys.inAField },
      keys: ["ArrowLeft", "ArrowRight", "Home"],
      run: (key, { target }) => {
        const edge = target as HTMLElement;
        const { column } = edge.dataset;
        if (column === undefined) return false;
        const by = key === "ArrowLeft" ? STEP : -STEP;
        resize(column as Column, key === "Home" ? null : widthOf(edge) + by);
        return true;
      },
    },
  ]);
  return (
    <div
      className={styles.heads}
      data-pinned={pinned || undefined}
      role="group"
      aria-label={words.columns}
      style={{ gridTemplateColumns: templateOf(shown) }}
      onKeyDown={onKeyDown}
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
      {columns
        .filter((column) => column !== "notes")
        .map((column) => (
          <Edge key={column} {...{ column, resize }} line={lineOf(columns, column)} />
        ))}
    </div>
  );
}

/** Of a column's width by one press of a key. */
const STEP = 16;

/** How wide the column is whose edge this is. */
const widthOf = (edge: HTMLElement) => edge.getBoundingClientRect().width;

interface EdgeProps {
  column: Column;
  line: string;
  resize(column: Column, width: number | null): void;
}

/** Where a column begins: pulled to the left, or moved by arrows, it becomes wider. */
function Edge({ column, line, resize }: EdgeProps) {
  const edge = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(NARROWEST);
  const measure = () => setWidth(withinBounds(widthOf(edge.current!)));
  const pull = (down: PointerEvent<HTMLElement>) => {
    const from = { x: down.clientX, width: widthOf(edge.current!) };
    const { currentTarget: handle } = down;
    handle.setPointerCapture(down.pointerId);
    const move = ({ clientX }: globalThis.PointerEvent) =>
      resize(column, from.width + from.x - clientX);
    const end = () => handle.removeEventListener("pointermove", move);
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", end, { once: true });
  };
  return (
    <div
      ref={edge}
      className={styles.edge}
      style={{ gridColumn: line }}
      role="separator"
      tabIndex={0}
      data-column={column}
      aria-orientation="vertical"
      aria-label={words.widthOf(nameOf(column))}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      aria-valuenow={width}
      onFocus={measure}
      onKeyUp={measure}
    >
      <span
        className={styles.handle}
        onPointerDown={pull}
        onDoubleClick={() => resize(column, null)}
      />
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
  // As in the file is no order of a column's.
  const arrow =
    now < 0 || orders[now] === SORTS[0] ? "" : orders[now] === "confidence" ? " ↑" : " ↓";
  return (
    <button
      type="button"
      style={place}
      data-end={column !== "text" || undefined}
      title={column === "model" ? words.blankNote : undefined}
      aria-label={words.sortBy(name, SORT[next] ?? next)}
      onClick={() => ask(changed(filters, "sort", next), "replace")}
    >
      {name}
      <span aria-hidden>{arrow}</span>
    </button>
  );
}
