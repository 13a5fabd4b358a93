import type { Answer } from "@/state/answer";
import type { ActionOn } from "@/state/keys/action";
import { afterLetter, LETTERS } from "@/state/keys/codes";
import { DIGITS } from "@/state/keys/keys";
import { widgetFor } from "@/widgets";
import { words } from "@/words/actions/label";
import { words as ofPractice } from "./words";
import { type Beside, hasCodes } from "@/actions/action";
import { close, guidelines, larger, scroll, smaller } from "@/actions";

/** What actions act on: the practice screen, without React. */
export interface PracticeContext extends Beside {
  /** The text that waits for an answer; null: its verdict is read, or the round's end. */
  asked: number | null;
  answer(answer: Answer): void;
  /** On to the next text, or from the last one to the texts that count. */
  goOn(): void;
}

type Action = ActionOn<PracticeContext>;

const meanings = ({ project }: PracticeContext) => widgetFor(project)?.keys(project);
const isAsked = ({ asked }: PracticeContext) => asked !== null;

/** What is put together of the answer; null where answers are given at once. */
export function chosenOf({ project, view, asked }: PracticeContext): Answer | null {
  const together = widgetFor(project)?.together;
  const { chosen } = view.get();
  if (!together) return null;
  return chosen && chosen.item === asked ? chosen.answer : together.nothing;
}

/** What the press of a key or a button comes to: an answer, or one more part of it. */
export function press(context: PracticeContext, pressed: Answer): void {
  const { project, view, asked } = context;
  const chosen = chosenOf(context);
  const together = widgetFor(project)?.together;
  view.change({ filter: null, typed: null });
  if (asked === null) return;
  if (!together || !chosen) return context.answer(pressed);
  view.change({ chosen: { item: asked, answer: together.after(chosen, pressed) } });
}

const answer: Action = {
  id: "answer",
  name: words.answerKey,
  group: words.answer,
  keys: (context) => [...(meanings(context)?.keys() ?? DIGITS)].filter((key) => key.length === 1),
  when: isAsked,
  run: (context, key) => {
    const given = key && meanings(context)?.get(key);
    if (given) press(context, given);
  },
};

/** Gives what is chosen; nothing is an answer too. */
const save: Action = {
  id: "save",
  name: words.saveChoice,
  group: words.answer,
  keys: ({ project }) => (widgetFor(project)?.together ? ["Enter"] : []),
  when: isAsked,
  run: (context) => {
    const chosen = chosenOf(context);
    if (chosen) context.answer(chosen);
  },
};

export const goOn: Action = {
  id: "go-on",
  name: ofPractice.goOn,
  group: words.answer,
  turns: true,
  keys: () => ["Enter", "Space"],
  when: (context) => !isAsked(context),
  run: (context) => context.goOn(),
};

/** Two letters are the code of a class, where there are more classes than digits. */
const code: Action = {
  id: "code",
  name: words.twoLetters,
  group: words.answer,
  keys: ({ project }) => (hasCodes(project) ? LETTERS : []),
  when: isAsked,
  run: (context, letter) => {
    const { view, asked } = context;
    if (asked === null || !letter) return;
    const codes = meanings(context);
    const letters = afterLetter(codes?.keys() ?? [], view.get().typed?.letters ?? "", letter);
    const given = codes?.get(letters);
    if (given) press(context, given);
    else view.change({ typed: { item: asked, letters } });
  },
};

const dropLetter: Action = {
  id: "drop-letter",
  name: words.forgetTheFirstLetter,
  group: words.answer,
  keys: ({ project }) => (hasCodes(project) ? ["Backspace", "Escape"] : []),
  when: ({ view }) => view.get().typed !== null,
  run: ({ view }) => view.change({ typed: null }),
};

const find: Action = {
  id: "find",
  name: words.findAClass,
  group: words.answer,
  keys: ({ project }) => (hasCodes(project) ? ["/"] : []),
  when: isAsked,
  run: ({ view }) => view.change({ filter: "", typed: null }),
};

/** Every action of the practice screen, in the order of the ? sheet. */
export const ACTIONS: readonly Action[] = [
  answer,
  save,
  goOn,
  code,
  dropLetter,
  find,
  guidelines,
  scroll,
  larger,
  smaller,
  close,
];
