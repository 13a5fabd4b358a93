import { answerOf } from "@/widgets/single-label/class-of";
import { decide, DECIDING, type ReviewAction } from "./action";

/** The label that looks wrong is right. */
export const keep: ReviewAction = {
  id: "keep",
  name: "Keep the label",
  group: DECIDING,
  keys: ({ list }) => (list === "errors" ? ["K"] : []),
  when: ({ errors }) => errors.current?.label != null,
  run: (context) => decide(context, answerOf(context.errors.current!.label!)),
};
