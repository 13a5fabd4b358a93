import type { ReviewAction } from "./action";
import { answerNote } from "./answer";
import { change } from "./change";
import { choose } from "./choose";
import { keep } from "./keep";
import { next } from "./next";
import { otherList } from "./other-list";
import { previous } from "./previous";
import { resolveNote } from "./resolve";
import { take } from "./take";
import { undo } from "./undo";

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
