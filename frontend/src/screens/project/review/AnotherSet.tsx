import { decide } from "@/actions/review/action";
import type { Answer } from "@/state/answer";
import { useStore } from "@/state/use-store";
import { inWords } from "@/widgets";
import { AnswerDialog } from "@/widgets/AnswerDialog";
import { words } from "@/words/review";
import { useReview } from "./context";

/** Where a set of classes is put together that nobody said, from what most said of each. */
export function AnotherSet({ row }: { row: { text: string; given?: Answer | null } }) {
  const context = useReview();
  const { project, view } = context;
  if (!useStore(view).choosing) return null;
  return (
    <AnswerDialog
      asked={project}
      title={words.classesOfThisText}
      text={row.text}
      start={row.given ?? null}
      note={(answer) => inWords(project, answer)}
      onAnswer={(answer) => decide(context, answer)}
      onClose={() => view.change({ choosing: false })}
    />
  );
}
