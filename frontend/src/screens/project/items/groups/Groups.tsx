import { keepKeys } from "@/components/keys/keep-keys";
import type { NearCopies } from "@/api/items";
import { Problem } from "@/components/Problem";
import { LIKENESSES } from "@/state/items/filters";
import { LIKENESS, words } from "@/words/items";
import styles from "./Groups.module.css";
import { List } from "../List";
import type { GroupsOfCopies } from "./use-groups";

/** Texts that are alike: the groups at the side, the texts of one of them in the list. */
export function Groups({ groups }: { groups: GroupsOfCopies }) {
  const { found, error, retry, at } = groups;
  const isEmpty = at.middle === null && found?.length === 0;
  return (
    <div className={styles.split}>
      <nav className={styles.groups} aria-label={words.groups}>
        <HowAlike groups={groups} />
        <p className={styles.hint}>{words.groupsHint}</p>
        {error && !found && <Problem error={error} retry={retry} />}
        {!found && !error && <p className={styles.hint}>{words.searchingGroups}</p>}
        <ul>
          {found?.map((group) => (
            <li key={group.item_id}>
              <GroupButton
                group={group}
                current={group.item_id === at.middle}
                onPress={() => groups.open(group.item_id)}
              />
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.texts}>
        {at.middle !== null && <List heads />}
        {isEmpty && (
          <p className={styles.nothing} role="status">
            {words.noGroups}
          </p>
        )}
      </div>
    </div>
  );
}

/** How much alike the texts of a group are. */
function HowAlike({ groups: { at, open } }: { groups: GroupsOfCopies }) {
  return (
    <div className={styles.likeness} role="group" aria-label={words.howAlike}>
      {LIKENESSES.map((likeness) => (
        <button
          key={likeness}
          type="button"
          className="pill"
          aria-pressed={likeness === at.likeness}
          onMouseDown={keepKeys}
          onClick={() => open(null, likeness)}
        >
          {LIKENESS[likeness]}
        </button>
      ))}
    </div>
  );
}

interface GroupButtonProps {
  group: NearCopies;
  current: boolean;
  onPress(): void;
}

/** A group by the words that its texts share, with how many there are and one of them. */
function GroupButton({ group, current, onPress }: GroupButtonProps) {
  const { words: shared, text, size } = group;
  return (
    <button
      type="button"
      className={styles.group}
      aria-current={current || undefined}
      onMouseDown={keepKeys}
      onClick={onPress}
    >
      <bdi className={styles.name}>{shared.length > 0 ? shared.join(" · ") : text}</bdi>
      <span className={styles.size}>{words.sizeOf(size)}</span>
      {shared.length > 0 && <bdi className={styles.text}>{text}</bdi>}
    </button>
  );
}
