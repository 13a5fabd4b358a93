import { ClassName } from "@/components/ClassName";
import { classes as names } from "@/components/classes";
import { keepKeys } from "@/components/keys/keep-keys";
import type { Suggestion } from "@/state/answer";
import { words } from "@/words/terms/answers";
import type { Means } from "../widget";
import type { Looks } from "./AnswerButton";
import { Likelihood } from "./Likelihood";
import { PLACES } from "./suggested";
import styles from "./SuggestedRow.module.css";

interface SuggestedRowProps {
  suggestions: readonly Suggestion[];
  looksOf(name: string): Looks;
  /** Whether several may be chosen, each of which stays so. */
  several?: boolean;
  onTake(name: string, by: Means): void;
}

/** What a model thinks likely, in places that never move: empty where nothing is shown, for
 * whatever reason. */
export function SuggestedRow({ suggestions, ...shared }: SuggestedRowProps) {
  return (
    <div className={styles.row} role="group" aria-label={words.suggestions}>
      {PLACES.map((key, at) => {
        const suggestion = suggestions[at];
        return suggestion ? (
          <Place key={key} shortcut={key} suggestion={suggestion} {...shared} />
        ) : (
          <div key={key} className={styles.place} />
        );
      })}
    </div>
  );
}

interface PlaceProps extends Omit<SuggestedRowProps, "suggestions"> {
  shortcut: string;
  suggestion: Suggestion;
}

function Place({ shortcut, suggestion, looksOf, several, onTake }: PlaceProps) {
  const { class: name, probability } = suggestion;
  const { pressed = false, chosen = false } = looksOf(name);
  return (
    <button
      type="button"
      className={names(
        styles.place,
        styles.filled,
        chosen && styles.chosen,
        pressed && styles.pressed,
      )}
      title={name}
      aria-pressed={several ? chosen : undefined}
      aria-keyshortcuts={shortcut}
      onMouseDown={keepKeys}
      onClick={(event) => onTake(name, event.detail > 0 ? "pointer" : "key")}
    >
      <span className={styles.key} aria-hidden>
        {shortcut}
      </span>
      <span className={styles.words}>
        <ClassName className={styles.name} name={name} />
        <Likelihood probability={probability} />
      </span>
      {several && (
        <span className={styles.tick} aria-hidden>
          {chosen && "✓"}
        </span>
      )}
    </button>
  );
}
