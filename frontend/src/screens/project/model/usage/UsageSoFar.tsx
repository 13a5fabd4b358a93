import { useQuery } from "@tanstack/react-query";
import { usage } from "@/api/model";
import { TextButton } from "@/components/TextButton";
import { words } from "@/words/usage/usage";
import styles from "../Model.module.css";

/** The field that takes texts of today. */
export const PASTED = "texts-of-today";

/** What the model is used on, and whether that has changed. */
export function UsageSoFar({ projectId }: { projectId: number }) {
  const { data } = useQuery(usage(projectId));
  if (!data) return null;
  const checked = words.checked(data);
  return (
    <div className={styles.usage}>
      <p className={data.changed ? "warn" : undefined}>{words.headline(data)}</p>
      {data.changed && (
        <ul className={`small ${styles.signs}`}>
          {words.signs(data).map((sign) => (
            <li key={sign}>{sign}</li>
          ))}
        </ul>
      )}
      {checked && <p className="small">{checked}</p>}
      {data.changed && !data.checked && <p className="small">{words.paste}</p>}
    </div>
  );
}

/** Said before all else where texts have changed and nobody has checked that the model holds. */
export function UsageWarning({ projectId }: { projectId: number }) {
  const { data } = useQuery(usage(projectId));
  if (!data?.changed || (data.checked && !data.checked.checked?.worse)) return null;
  return (
    <p className="warn">
      {words.headline(data)}{" "}
      <TextButton onClick={goToPasted}>{data.checked ? words.see : words.check}</TextButton>
    </p>
  );
}

function goToPasted() {
  const field = document.getElementById(PASTED);
  field?.scrollIntoView({ block: "center" });
  field?.focus({ preventScroll: true });
}
