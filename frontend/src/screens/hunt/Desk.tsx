import { useCallback } from "react";
import { HUNT_ACTIONS, typed } from "@/actions/hunt";
import { useKeys } from "@/components/keys/use-keys";
import type { KeyPress } from "@/state/keys/keys";
import { About } from "./About";
import { Answering } from "./Answering";
import { Candidate } from "./Candidate";
import { useHunt } from "./context";
import styles from "./Hunt.module.css";
import { Score } from "./Score";

/** What is looked for, what might be it, and how it goes. */
export function Desk({ classId }: { classId: number }) {
  const context = useHunt();
  const otherwise = useCallback((press: KeyPress) => typed(context, press), [context]);
  useKeys(HUNT_ACTIONS, context, { otherwise });
  return (
    <div className={styles.desk}>
      <About classId={classId} />
      <section className={styles.looking}>
        <Score />
        <Candidate />
        <Answering />
      </section>
    </div>
  );
}
