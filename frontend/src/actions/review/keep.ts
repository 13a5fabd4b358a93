import { isOpen } from "@/api/features";
import { answerOf } from "@/widgets/single-label/class-of";
import { words } from "@/words/actions/review";
import { decide, DECIDING, type ReviewAction } from "./action";

/** The label that looks wrong is right. */
export const keep: ReviewAction = {
  id: "keep",
  name: words.keepTheLabel,
  group: DECIDING,
  keys: ({ list }) => (list === "errors" ? ["K"] : []),
  when: ({ project, errors }) => isOpen(project) && errors.current?.label != null,
  run: (context) => decide(context, answerOf(context.errors.current!.label!)),
};
