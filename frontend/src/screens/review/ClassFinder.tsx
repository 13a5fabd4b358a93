import { decide } from "@/actions/review/action";
import { Choices } from "@/components/Choices";
import { useStore } from "@/state/use-store";
import { useReview } from "./context";
import styles from "./Desk.module.css";

/** Every class of the project, found by typing. */
export function ClassFinder() {
  const context = useReview();
  const { choosing } = useStore(context.view);
  if (!choosing) return null;
  return (
    <div className={styles.finder}>
      <Choices
        label="Class"
        placeholder="Type to find a class: Enter takes the first, Esc closes"
        choices={context.project.classes.map(({ name }) => ({ value: name, name }))}
        onChoose={(name) => decide(context, name)}
        onClose={() => context.view.change({ choosing: false })}
      />
    </div>
  );
}
