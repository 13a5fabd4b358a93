import { isOpen } from "@/api/features";
import { answerOf } from "@/widgets/single-label/class-of";
import { words } from "@/words/actions/review";
import { decide, DECIDING, type ReviewAction } from "./action";

/** The model is right. */
export const take: ReviewAction = {
  id: "take",
  name: words.takeWhatTheModelThinks,
  group: DECIDING,
  keys: ({ list }) => (list === "errors" ? ["Enter"] : []),
  when: ({ project, errors }) => isOpen(project) && errors.current?.predicted != null,
  run: (context) => decide(context, answerOf(context.errors.current!.predicted!)),
};
