import type { ReactNode } from "react";
import type { Effect } from "@/words/settings/settings-fields";
import { EffectBadge } from "./EffectBadge";
import { HEADING, idOf } from "./sections";
import styles from "./Settings.module.css";

interface SectionProps {
  title: string;
  /** What all of it is about. */
  about?: ReactNode;
  /** When any change in it takes effect. */
  effect?: Effect;
  children: ReactNode;
}

export function Section({ title, about, effect, children }: SectionProps) {
  const heading = idOf(title);
  return (
    <section className={styles.section} aria-labelledby={heading}>
      <h2 id={heading} tabIndex={-1} {...HEADING}>
        {title}
      </h2>
      {effect && <EffectBadge effect={effect} />}
      {about && <p className="small quiet">{about}</p>}
      {children}
    </section>
  );
}
