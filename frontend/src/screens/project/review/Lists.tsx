import { Link } from "wouter";
import { keepKeys } from "@/components/keys/keep-keys";
import { workOf } from "@/actions/review/action";
import type { ListName } from "@/words/review";
import { createStore } from "@/state/store";
import { useStore } from "@/state/use-store";
import type { Work } from "@/state/review/work-list";
import { figure } from "@/words/figures";
import { NAME } from "@/words/review";
import { words } from "@/words/review";
import { addressOf, useReview } from "./context";
import styles from "./Review.module.css";

/** The lists, each with how much waits there. */
export function Lists() {
  const { project, list, lists } = useReview();
  if (lists.length < 2) return <h2 className={styles.only}>{NAME[list]}</h2>;
  return (
    <nav aria-label={words.review} className={styles.lists}>
      {lists.map((name) => (
        <Link
          key={name}
          href={addressOf(project.id, name)}
          className={styles.list}
          aria-current={name === list ? "page" : undefined}
          onMouseDown={keepKeys}
        >
          {NAME[name]}
          <Waiting list={name} />
        </Link>
      ))}
    </nav>
  );
}

const NO_WORK = createStore<Work<unknown> | null>(null);

function Waiting({ list }: { list: ListName }) {
  const work = workOf({ ...useReview(), list });
  const found = useStore<Work<unknown> | null>(work?.state ?? NO_WORK);
  if (!found?.rows) return null;
  const number = found.total ?? found.rows.length;
  if (number === 0) return null;
  return (
    <span className="small figures">
      {figure(number)}
      {found.total === null && found.more && "+"}
    </span>
  );
}
