import { ClassName } from "@/components/ClassName";
import { keepKeys } from "@/components/keys/keep-keys";
import { words } from "@/words/terms/answers";
import type { Means } from "../widget";
import styles from "./MultiLabel.module.css";

interface ChosenProps {
  names: readonly string[];
  onTake(name: string, by: Means): void;
}

/** What is chosen of a list that can't be seen at once. Its place is there from the beginning. */
export function Chosen({ names, onTake }: ChosenProps) {
  return (
    <div className={styles.chosen} role="group" aria-label={words.chosen}>
      {names.length === 0 && <span className="small quiet">{words.nothingIsChosenYet}</span>}
      {names.map((name) => (
        <button
          key={name}
          type="button"
          className={styles.name}
          aria-label={words.dontChooseIt(name)}
          onMouseDown={keepKeys}
          onClick={(event) => onTake(name, event.detail > 0 ? "pointer" : "key")}
        >
          <ClassName name={name} />
          <span aria-hidden>×</span>
        </button>
      ))}
    </div>
  );
}
