import { Menu, UnstyledButton } from "@mantine/core";
import { has, isOpen } from "@/api/features";
import type { Project } from "@/api/queries";
import { TextButton } from "@/components/TextButton";
import {
  changed,
  without,
  type FilterName,
  type Filters,
  findsUnlabelled,
  groupOf,
  groupWord,
  isByModel,
  narrowingValues,
  nearestTo,
  ORDERS,
  SORTS,
  toAddress,
  wholeWordsFirst,
  widest,
} from "@/state/items/filters";
import { useStore } from "@/state/use-store";
import { howMany, SEARCHING, NEAREST_FIRST, partOf, SORT, WHOLE_WORDS_FIRST } from "@/words/items";
import { words } from "@/words/items";
import { useItems } from "../context";
import { FilterMenus } from "./FilterMenus";
import { Heads } from "../Heads";
import { SavedMenu } from "./SavedMenu";
import { SearchField } from "./SearchField";
import { useShownColumns } from "../use-columns";
import styles from "@/components/list/Tools.module.css";

const LARGEST = { middle: null, likeness: 95 } as const;

/** What is listed: searched, filtered and sorted, as a sentence whose parts can be taken away. */
export function Tools() {
  const { filters, ask, person, project } = useItems();
  const chips = narrowingValues(filters);
  const group = groupOf(filters);
  return (
    <div id="items-tools" className={styles.tools} role="search" aria-label={words.texts}>
      <div className={styles.line}>
        <SearchField />
        <FilterMenus />
      </div>
      <div className={styles.line}>
        {group?.middle !== null && <HowMany filtered={chips.some(narrows)} />}
        <SavedMenu />
        {group === null && isOpen(project) && (
          <TextButton onClick={() => ask({ copies: groupWord(LARGEST) })}>
            {words.nearCopies}
          </TextButton>
        )}
        {group === null && filters.map === undefined && (
          <TextButton onClick={() => ask(changed(filters, "map", "all"))}>{words.map}</TextButton>
        )}
        <ul className={styles.chips} aria-label={words.filters}>
          {chips.map(([name, value]) => (
            <li key={`${name} ${value}`} className={styles.chip}>
              <bdi>{partOf(name, value, person)}</bdi>
              <button
                type="button"
                className="icon"
                aria-label={words.removeFilter(partOf(name, value, person))}
                onClick={() => ask(without(filters, name, value))}
              >
                ×
              </button>
            </li>
          ))}
          {chips.length > 1 && (
            <li>
              <TextButton onClick={() => ask(widest(filters))}>{words.allTexts}</TextButton>
            </li>
          )}
        </ul>
        <Order />
      </div>
      {group === null && filters.map === undefined && <ListHeads />}
    </div>
  );
}

/** Whether a value leaves texts out: an order doesn't, nor does all of the map. */
const narrows = ([name, value]: readonly [FilterName, string]) =>
  !ORDERS.includes(name) && !(name === "map" && value === "all");

/** What stands in each column: it stays in view with what is above it. */
function ListHeads() {
  const { list } = useItems();
  const { rows } = useStore(list.state);
  const shown = useShownColumns();
  return rows.length > 0 && <Heads shown={shown} pinned />;
}

function Order() {
  const { filters, ask, project } = useItems();
  const sorts = SORTS.filter((name) => has(project, "predictions") || !isByModel(name));
  const near = nearestTo(filters);
  const sort = filters.sort ?? SORTS[0];
  const inOrder = wholeWordsFirst(filters) ? WHOLE_WORDS_FIRST : SORT[sort];
  const now = near === undefined ? inOrder : NEAREST_FIRST;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton className={styles.menu} aria-label={words.orderOf(now)}>
          {now} <span aria-hidden>▾</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={near === undefined ? sort : null}
          onChange={(chosen) => ask(changed(filters, "sort", chosen), "replace")}
        >
          {sorts.map((name) => (
            <Menu.RadioItem key={name} value={name}>
              {SORT[name]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

/** How many texts are missing that may be asked soon; null where they aren't counted. */
function keptBack(known: number, filters: Filters, project: Project): number | null {
  const { item_count: all, label_count: labels } = project;
  if (labels >= all || !findsUnlabelled(filters)) return 0;
  return toAddress(filters) === "" ? Math.max(0, all - known) : null;
}

function HowMany({ filtered }: { filtered: boolean }) {
  const { filters, list, project } = useItems();
  const { total, stale, complete, rows, error } = useStore(list.state);
  const known = complete && !stale ? rows.length : total;
  const near = nearestTo(filters);
  const kept = known === null ? 0 : keptBack(known, filters, project);
  const counted = known === null ? "" : howMany(known, kept, filtered);
  const words = stale && near !== undefined ? SEARCHING : counted;
  // What went wrong stands below: nobody is looking any more.
  return (
    <p className={styles.count} role="status">
      {error && stale ? "" : words}
    </p>
  );
}
