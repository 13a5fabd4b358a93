import { isOpen } from "@/api/features";
import { words } from "@/words/actions/review";
import { DECIDING, resolve, type ReviewAction } from "./action";

/** The note is done with. */
export const resolveNote: ReviewAction = {
  id: "resolve",
  name: words.resolve,
  group: DECIDING,
  keys: ({ list }) => (list === "notes" ? ["R"] : []),
  when: ({ project, notes }) => isOpen(project) && notes.current !== undefined,
  run: (context) => resolve(context, null),
};
