import { useQueries } from "@tanstack/react-query";
import { Link } from "wouter";
import { itemCount } from "@/api/items";
import { TextButton } from "@/components/TextButton";
import { changed, narrowing, widest } from "@/state/items/filters";
import { count } from "@/words/figures";
import { useItems } from "./context";
import styles from "./List.module.css";
import { part, sentence } from "@/words/items";

/** Nothing to list: why, and what to loosen. */
export function Nothing() {
  const { project, filters, ask, person } = useItems();
  const active = narrowing(filters);
  if (active.length === 0) return <NoTexts />;
  return (
    <div className={styles.nothing} role="status">
      <p>
        No text matches: <bdi>{sentence(filters, person)}</bdi>.
      </p>
      {active.length > 1 && <Looser key={project.id} />}
      <TextButton onClick={() => ask(widest(filters))}>See all texts</TextButton>
    </div>
  );
}

/** How many there would be without each of the filters. */
function Looser() {
  const { project, filters, ask, person } = useItems();
  const names = narrowing(filters);
  const counts = useQueries({
    queries: names.map((name) => itemCount(project.id, changed(filters, name, null))),
  });
  return (
    <ul>
      {names.map((name, place) => {
        const found = counts[place]?.data ?? 0;
        if (found === 0) return null;
        return (
          <li key={name}>
            <TextButton onClick={() => ask(changed(filters, name, null))}>
              Without <bdi>{part(name, filters, person)}</bdi>
            </TextButton>{" "}
            there {found === 1 ? "is" : "are"} {count(found, "text")}.
          </li>
        );
      })}
    </ul>
  );
}

function NoTexts() {
  const { project } = useItems();
  if (project.item_count > 0)
    return (
      <p className={styles.nothing} role="status">
        Every text is about to be asked. They appear here as they are answered.
      </p>
    );
  return (
    <div className={styles.nothing} role="status">
      <p>There are no texts yet. They appear here when a file with some is in.</p>
      <Link href={`/projects/${project.id}`}>Add data on the overview</Link>
    </div>
  );
}
