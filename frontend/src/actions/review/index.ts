import { isOpen } from "@/api/features";
import { answerOf } from "@/widgets/single-label/class-of";
import { words } from "@/words/actions/review";
import type { ListName } from "@/words/review";
import {
  choices,
  decide,
  DECIDING,
  hasRow,
  isToDecide,
  MOVING,
  resolve,
  type ReviewAction,
  workOf,
} from "./action";

/** Writes to whoever noted something. */
export const answerNote: ReviewAction = {
  id: "answer",
  name: words.answerAndResolve,
  group: DECIDING,
  keys: ({ list }) => (list === "notes" ? ["A"] : []),
  when: ({ project, notes }) => isOpen(project) && notes.current !== undefined,
  run: ({ view }) => view.change({ replying: true }),
};

const DECIDED: readonly ListName[] = ["errors", "disagreements", "skipped"];

/** Looks for a class by its letters, or puts another set of them together. */
export const change: ReviewAction = {
  id: "change",
  name: words.anotherAnswer,
  group: DECIDING,
  keys: ({ list }) => (DECIDED.includes(list) ? ["C"] : []),
  when: isToDecide,
  run: ({ view }) => view.change({ choosing: true }),
};

/** Chooses the answer that a key stands for. */
export const choose: ReviewAction = {
  id: "choose",
  name: words.chooseThatAnswer,
  group: DECIDING,
  keys: (context) => [...choices(context).keys()],
  when: isToDecide,
  run: (context, key) => {
    const answer = key === undefined ? undefined : choices(context).get(key);
    if (answer !== undefined) decide(context, answer);
  },
};

/** The label that looks wrong is right. */
export const keep: ReviewAction = {
  id: "keep",
  name: words.keepTheLabel,
  group: DECIDING,
  keys: ({ list }) => (list === "errors" ? ["K"] : []),
  when: ({ project, errors }) => isOpen(project) && errors.current?.label != null,
  run: (context) => decide(context, answerOf(context.errors.current!.label!)),
};

/** Goes to the next row. */
export const next: ReviewAction = {
  id: "next",
  name: words.next,
  group: MOVING,
  keys: () => ["ArrowDown", "J"],
  when: hasRow,
  run: (context) => workOf(context)?.move(1),
};

/** Goes to the list beside this one. */
export const otherList: ReviewAction = {
  id: "other-list",
  name: words.anotherList,
  group: MOVING,
  keys: ({ lists }) => (lists.length > 1 ? ["ArrowLeft", "ArrowRight"] : []),
  when: ({ lists }) => lists.length > 1,
  run: ({ list, lists, go }, key) => {
    const by = key === "ArrowLeft" ? -1 : 1;
    const other = lists[lists.indexOf(list) + by];
    if (other) go(other);
  },
};

/** Goes to the row before; K keeps a label where labels are looked at. */
export const previous: ReviewAction = {
  id: "previous",
  name: words.previous,
  group: MOVING,
  keys: ({ list }) => (list === "errors" ? ["ArrowUp"] : ["ArrowUp", "K"]),
  when: hasRow,
  run: (context) => workOf(context)?.move(-1),
};

/** The note is done with. */
export const resolveNote: ReviewAction = {
  id: "resolve",
  name: words.resolve,
  group: DECIDING,
  keys: ({ list }) => (list === "notes" ? ["R"] : []),
  when: ({ project, notes }) => isOpen(project) && notes.current !== undefined,
  run: (context) => resolve(context, null),
};

/** The model is right. */
export const take: ReviewAction = {
  id: "take",
  name: words.modelAnswer,
  group: DECIDING,
  keys: ({ list }) => (list === "errors" ? ["Enter"] : []),
  when: ({ project, errors }) => isOpen(project) && errors.current?.predicted != null,
  run: (context) => decide(context, answerOf(context.errors.current!.predicted!)),
};

/** Takes the last decision of this list back. */
export const undo: ReviewAction = {
  id: "undo",
  name: words.undo,
  group: DECIDING,
  keys: ({ list }) => (list === "agreement" ? [] : ["Backspace", "Ctrl+Z"]),
  when: (context) => workOf(context)?.past.last !== undefined,
  run: (context) => workOf(context)?.undo(),
};

/** Every action of the review screen, in the order of the ? sheet. */
export const REVIEW_ACTIONS: readonly ReviewAction[] = [
  keep,
  take,
  choose,
  change,
  resolveNote,
  answerNote,
  undo,
  next,
  previous,
  otherList,
];
