import { type ReactNode, useEffect, useRef } from "react";
import { keepKeys } from "@/components/keys/keep-keys";
import { words } from "@/words/review";
import styles from "./Review.module.css";

interface QueueProps<Row> {
  rows: readonly Row[];
  at: number;
  id(row: Row): number;
  text(row: Row): string;
  brief(row: Row): ReactNode;
  onGo(place: number): void;
}

/** All that waits, a line each; the one at hand is marked. */
export function Queue<Row>({ rows, at, id, text, brief, onGo }: QueueProps<Row>) {
  const here = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const [line, list] = [here.current, box.current];
    if (!line || !list) return;
    // Only the list scrolls, not the page.
    const [top, end] = [line.offsetTop, line.offsetTop + line.offsetHeight];
    if (top < list.scrollTop) list.scrollTop = top;
    else if (end > list.scrollTop + list.clientHeight) list.scrollTop = end - list.clientHeight;
  }, [at, rows]);
  if (rows.length < 2) return null;
  return (
    <ul ref={box} className={styles.queue} aria-label={words.allThatWait}>
      {rows.map((row, place) => (
        <li key={id(row)}>
          <button
            ref={place === at ? here : undefined}
            type="button"
            className={styles.line}
            aria-current={place === at || undefined}
            onMouseDown={keepKeys}
            onClick={() => onGo(place)}
          >
            <bdi className={styles.text}>{text(row)}</bdi>
            <span className={styles.brief}>{brief(row)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
