import { words } from "@/words/new-project";
import type { Kind } from "./draft";
import page from "./NewProject.module.css";
import styles from "./StartStep.module.css";

const SAID: [kind: Kind, name: string, sentence: string][] = [
  ["single_label", words.oneClass, words.oneKeyAnswers],
  ["multi_label", words.anyNumberOfClassesOrNone, words.keysChooseEnterSaves],
];

interface KindFieldProps {
  kind: Kind;
  onChange(kind: Kind): void;
}

/** How many classes a text may have. It stays so. */
export function KindField({ kind, onChange }: KindFieldProps) {
  return (
    <fieldset className={styles.audits}>
      <legend>{words.aTextHas}</legend>
      {SAID.map(([value, name, sentence]) => (
        <label key={value} className={styles.choice}>
          <input
            type="radio"
            name="kind"
            checked={kind === value}
            onChange={() => onChange(value)}
          />
          <span>
            {name} <span className={page.small}>{sentence}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
