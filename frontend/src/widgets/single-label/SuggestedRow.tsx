import { classes as names } from "@/components/classes";
import { keepKeys } from "@/components/keep-keys";
import type { Suggestion } from "@/state/answer";
import type { WidgetProps } from "../widget";
import { breakable } from "../class-buttons/breakable";
import { Likelihood } from "../class-buttons/Likelihood";
import { classOf } from "./class-of";
import { PLACES } from "./suggested";
import styles from "./SuggestedRow.module.css";

type SuggestedRowProps = Pick<WidgetProps, "suggestions" | "pressed" | "onAnswer">;

/** What a model thinks likely, in three places that never move: empty where nothing is shown, for
 * whatever reason. */
export function SuggestedRow({ suggestions, pressed, onAnswer }: SuggestedRowProps) {
  return (
    <div className={styles.row} role="group" aria-label="Suggestions">
      {PLACES.map((key, at) => {
        const suggestion = suggestions[at];
        return suggestion ? (
          <Place
            key={key}
            shortcut={key}
            suggestion={suggestion}
            pressed={classOf(pressed) === suggestion.class}
            onAnswer={onAnswer}
          />
        ) : (
          <div key={key} className={styles.place} />
        );
      })}
    </div>
  );
}

interface PlaceProps extends Pick<WidgetProps, "onAnswer"> {
  shortcut: string;
  suggestion: Suggestion;
  pressed: boolean;
}

function Place({ shortcut, suggestion, pressed, onAnswer }: PlaceProps) {
  return (
    <button
      type="button"
      className={names(styles.place, styles.filled, pressed && styles.pressed)}
      title={suggestion.class}
      aria-keyshortcuts={shortcut}
      onMouseDown={keepKeys}
      onClick={(event) =>
        onAnswer({ class: suggestion.class }, event.detail > 0 ? "pointer" : "key")
      }
    >
      <span className={styles.key} aria-hidden>
        {shortcut}
      </span>
      <span className={styles.words}>
        <bdi className={styles.name}>{breakable(suggestion.class)}</bdi>
        <Likelihood probability={suggestion.probability} />
      </span>
    </button>
  );
}
