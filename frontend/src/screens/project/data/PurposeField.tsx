import type { Import } from "@/api/queries";
import { words } from "@/words/project/data";
import card from "../Card.module.css";
import styles from "./DataCard.module.css";

type Purpose = Import["role"];

const PURPOSES: [Purpose, string, string][] = [
  ["pool", words.textsToLabel, words.theyJoinThoseThatPeople],
  ["evaluation", words.aTestSet, words.neverAskedAndNever],
];

interface PurposeFieldProps {
  purpose: Purpose;
  onChange(purpose: Purpose): void;
}

/** What a file is for. */
export function PurposeField({ purpose, onChange }: PurposeFieldProps) {
  return (
    <fieldset className={styles.purpose}>
      <legend className="unseen">{words.whatTheFileHolds}</legend>
      {PURPOSES.map(([value, name, sentence]) => (
        <label key={value} className={styles.choice}>
          <input
            type="radio"
            name="purpose"
            checked={purpose === value}
            onChange={() => onChange(value)}
          />
          <span>
            {name} <span className={card.small}>{sentence}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
