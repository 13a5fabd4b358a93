import { isOpen } from "@/api/features";
import { words } from "@/words/actions/review";
import { DECIDING, type ReviewAction } from "./action";

/** Writes to whoever noted something. */
export const answerNote: ReviewAction = {
  id: "answer",
  name: words.answerAndResolve,
  group: DECIDING,
  keys: ({ list }) => (list === "notes" ? ["A"] : []),
  when: ({ project, notes }) => isOpen(project) && notes.current !== undefined,
  run: ({ view }) => view.change({ replying: true }),
};
