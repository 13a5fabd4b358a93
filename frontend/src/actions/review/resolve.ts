import { DECIDING, resolve, type ReviewAction } from "./action";

/** The note is done with. */
export const resolveNote: ReviewAction = {
  id: "resolve",
  name: "Resolve",
  group: DECIDING,
  keys: ({ list }) => (list === "notes" ? ["R"] : []),
  when: ({ notes }) => notes.current !== undefined,
  run: (context) => resolve(context, null),
};
