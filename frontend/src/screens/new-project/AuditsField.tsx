import { AUDITS, type Audits } from "./draft";
import page from "./NewProject.module.css";
import styles from "./StartStep.module.css";

const SAID: Record<Audits, [name: string, sentence: string]> = {
  fewest: [
    "Fewest",
    "One text in ten. The model learns fastest, and a first figure takes about 200 labels.",
  ],
  balanced: [
    "Balanced",
    "30 of the first 100, then one in seven. The model learns a little slower, and a first figure takes about 70 labels.",
  ],
  proof: [
    "Proof",
    "40 of the first 100, then one in five. The model learns slowest; a first figure takes about 50 labels, and every figure is the surest.",
  ],
};

interface AuditsFieldProps {
  audits: Audits;
  onChange(audits: Audits): void;
}

/** How many labels go into knowing how good the model is. */
export function AuditsField({ audits, onChange }: AuditsFieldProps) {
  return (
    <fieldset className={styles.audits}>
      <legend>Check texts</legend>
      <p className={page.small}>
        Texts drawn at random instead of chosen: every figure about quality rests on them.
      </p>
      {AUDITS.map((value) => (
        <label key={value} className={styles.choice}>
          <input
            type="radio"
            name="audits"
            checked={audits === value}
            onChange={() => onChange(value)}
          />
          <span>
            {SAID[value][0]} <span className={page.small}>{SAID[value][1]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
