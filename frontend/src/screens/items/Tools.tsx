import { TextButton } from "@/components/TextButton";
import { changed, narrowing } from "@/state/items/filters";
import { useStore } from "@/state/use-store";
import { useItems } from "./context";
import { FilterMenus } from "./FilterMenus";
import { SearchField } from "./SearchField";
import styles from "./Tools.module.css";
import { howMany, part } from "./words";

/** What is listed: searched, filtered and sorted, as a sentence whose parts can be taken away. */
export function Tools() {
  const { filters, ask, person } = useItems();
  const active = narrowing(filters);
  return (
    <div id="items-tools" className={styles.tools} role="search" aria-label="Texts">
      <div className={styles.line}>
        <SearchField />
        <FilterMenus />
      </div>
      <div className={styles.line}>
        <HowMany filtered={active.length > 0} />
        <ul className={styles.chips} aria-label="Filters">
          {active.map((name) => (
            <li key={name} className={styles.chip}>
              <bdi>{part(name, filters, person)}</bdi>
              <button
                type="button"
                className={styles.drop}
                aria-label={`Without: ${part(name, filters, person)}`}
                onClick={() => ask(changed(filters, name, null))}
              >
                ×
              </button>
            </li>
          ))}
          {active.length > 1 && (
            <li>
              <TextButton onClick={() => ask({})}>all texts</TextButton>
            </li>
          )}
        </ul>
      </div>
    </div>
  );
}

function HowMany({ filtered }: { filtered: boolean }) {
  const { list, project } = useItems();
  const { total, stale, complete, rows } = useStore(list.state);
  const known = complete && !stale ? rows.length : total;
  const words = known === null ? "" : howMany(known, project.item_count, filtered);
  return (
    <p className={styles.count} role="status">
      {words}
    </p>
  );
}
