import { useQueries } from "@tanstack/react-query";
import { Link } from "wouter";
import { itemCount } from "@/api/items";
import { TextButton } from "@/components/TextButton";
import {
  changed,
  type FilterName,
  type Filters,
  narrowing,
  valuesOf,
  widest,
} from "@/state/items/filters";
import { OR, partOf, words } from "@/words/items";
import { type Items, useItems } from "./context";
import styles from "@/components/list/List.module.css";

/** Nothing to list: why, and what to loosen. */
export function Nothing() {
  const { project, filters, ask, person } = useItems();
  const active = narrowing(filters);
  if (active.length === 0) return <NoTexts />;
  return (
    <div className={styles.nothing} role="status">
      <p>
        {words.noTextMatches(
          <bdi>{active.map((name) => part(name, filters, person)).join(" · ")}</bdi>,
        )}
      </p>
      {active.length > 1 && <Looser key={project.id} />}
      <TextButton onClick={() => ask(widest(filters))}>{words.seeAllTexts}</TextButton>
    </div>
  );
}

/** A filter with all of its values: "by Ann or by Ben". */
const part = (name: FilterName, filters: Filters, person: Items["person"]): string =>
  valuesOf(filters, name)
    .map((value) => partOf(name, value, person))
    .join(OR);

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
            {words.wouldBe(
              <TextButton onClick={() => ask(changed(filters, name, null))}>
                {words.withoutOf(<bdi>{part(name, filters, person)}</bdi>)}
              </TextButton>,
              found,
            )}
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
        {words.allReserved}
      </p>
    );
  return (
    <div className={styles.nothing} role="status">
      <p>{words.noTexts}</p>
      <Link href={`/projects/${project.id}`}>{words.addDataLink}</Link>
    </div>
  );
}
