import { type Kind, KINDS } from "@/state/answer-kinds";
import { words } from "@/words/new-project";
import page from "./NewProject.module.css";

interface KindFieldProps {
  kind: Kind;
  onChange(kind: Kind): void;
}

/** How many classes a text may have. It stays so. */
export function KindField({ kind, onChange }: KindFieldProps) {
  return (
    <fieldset className={page.audits}>
      <legend>{words.aTextHas}</legend>
      {KINDS.map((value) => (
        <label key={value} className={page.choice}>
          <input
            type="radio"
            name="kind"
            checked={kind === value}
            onChange={() => onChange(value)}
          />
          <span>
            {words.kinds[value].name}{" "}
            <span className={page.small}>{words.kinds[value].sentence}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
