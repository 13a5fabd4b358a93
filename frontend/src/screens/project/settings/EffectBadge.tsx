import { words } from "@/words/settings/settings";
import { type Effect, EFFECTS } from "@/words/settings/settings-fields";
import styles from "./Settings.module.css";

/** When a change takes effect. */
export function EffectBadge({ effect }: { effect: Effect }) {
  return (
    <span className={styles.effect}>
      <span className="unseen">{words.takesEffect} </span>
      {EFFECTS[effect]}
    </span>
  );
}
