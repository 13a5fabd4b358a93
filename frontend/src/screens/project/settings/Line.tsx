import type { ReactNode } from "react";
import type { Effect } from "@/words/settings/settings-fields";
import { EffectBadge } from "./EffectBadge";
import styles from "./Settings.module.css";
import { Tick } from "./Tick";
import type { Saved } from "./use-saved";

interface LineProps {
  id: string;
  label: string;
  /** What it does. */
  sentence: ReactNode;
  /** When a change takes effect; undefined where that goes without saying. */
  effect?: Effect | undefined;
  saved: Pick<Saved<unknown>, "undo" | "error">;
  /** What is wrong with what is written, before anybody is asked. */
  problem?: string | null;
  children: ReactNode;
}

/** A setting: what it is at the left, its field at the right, and under that whether it is saved. */
export function Line({ id, label, sentence, effect, saved, problem, children }: LineProps) {
  return (
    <div className={styles.line}>
      <div>
        <label htmlFor={id} className="strong">
          {label}
        </label>
        <div id={`${id}-what`} className={styles.about}>
          {effect && <EffectBadge effect={effect} />}
          <p className="small quiet">{sentence}</p>
        </div>
      </div>
      <div className={styles.control}>
        {children}
        <Tick saved={saved} problem={problem} />
      </div>
    </div>
  );
}
