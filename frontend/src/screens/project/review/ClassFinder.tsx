import { choiceOf } from "@/words/terms/class-names";
import { decide } from "@/actions/review/action";
import { Choices } from "@/components/fields/Choices";
import { useStore } from "@/state/use-store";
import { answerOf } from "@/widgets/single-label/class-of";
import { words } from "@/words/review";
import { useReview } from "./context";
import styles from "./Desk.module.css";

interface ClassFinderProps {
  /** The ones that come first. */
  likely?: readonly (string | null)[];
}

/** Every class of the project, found by typing. */
export function ClassFinder({ likely = [] }: ClassFinderProps) {
  const context = useReview();
  const { choosing } = useStore(context.view);
  if (!choosing) return null;
  const rank = ({ name }: { name: string }) => {
    const place = likely.indexOf(name);
    return place < 0 ? likely.length : place;
  };
  const classes = context.project.classes.toSorted((a, b) => rank(a) - rank(b));
  return (
    <div className={styles.finder}>
      <Choices
        label={words.class}
        placeholder={words.classFinderHint}
        choices={classes.map(({ name }) => choiceOf(name))}
        onChoose={(name) => decide(context, answerOf(name))}
        onClose={() => context.view.change({ choosing: false })}
      />
    </div>
  );
}
