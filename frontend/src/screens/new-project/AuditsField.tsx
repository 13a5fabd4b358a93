import { words } from "@/words/new-project";
import { AUDITS, type Audits } from "./draft";
import page from "./NewProject.module.css";

const SAID: Record<Audits, [name: string, sentence: string]> = {
  fewest: [words.fewest, words.oneTextInTenTheModel],
  balanced: [words.balanced, words.thirtyOfTheFirst100ThenOneIn],
  proof: [words.proof, words.fortyOfTheFirst100ThenOneIn],
};

interface AuditsFieldProps {
  audits: Audits;
  onChange(audits: Audits): void;
}

/** How many labels go into knowing how good the model is. */
export function AuditsField({ audits, onChange }: AuditsFieldProps) {
  return (
    <fieldset className={page.audits}>
      <legend>{words.auditTexts}</legend>
      <p className={page.small}>{words.textsDrawnAtRandom}</p>
      {AUDITS.map((value) => (
        <label key={value} className={page.choice}>
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
