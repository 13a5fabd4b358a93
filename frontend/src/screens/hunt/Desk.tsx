import { KeysSheet } from "@/components/KeysSheet";
import { HUNT_ACTIONS } from "@/actions/hunt";
import { change } from "@/actions/hunt/action";
import { useStore } from "@/state/use-store";
import { About } from "./About";
import { Answering } from "./Answering";
import { Candidate } from "./Candidate";
import { useHunt } from "./context";
import styles from "./Desk.module.css";
import { Score } from "./Score";
import { useKeys } from "./use-keys";

/** What is looked for, what might be it, and how it goes. */
export function Desk({ classId }: { classId: number }) {
  const context = useHunt();
  const { keys } = useStore(context.view);
  useKeys();
  return (
    <div className={styles.desk}>
      <About classId={classId} />
      <section className={styles.looking}>
        <Score />
        <Candidate />
        <Answering />
      </section>
      {keys && (
        <KeysSheet
          actions={HUNT_ACTIONS}
          context={context}
          onClose={() => change(context, { keys: false })}
        />
      )}
    </div>
  );
}
