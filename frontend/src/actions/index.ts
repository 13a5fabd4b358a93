import type { Answer } from "@/state/answer";
import { afterLetter, LETTERS } from "@/state/keys/codes";
import { DIGITS, type Key } from "@/state/keys/keys";
import { step } from "@/state/preferences";
import { widgetFor } from "@/widgets";
import { words } from "@/words/actions/label";
import { navigate } from "wouter/use-browser-location";
import type { ActionOn } from "@/state/keys/action";
import {
  type Action,
  always,
  type Beside,
  hasCodes,
  hasItem,
  type LabelContext,
  letter,
} from "./action";
import { askedOf, chosenFor, clear, give } from "./choosing";

/** Opens a field for a class that nobody thought of; for who runs the project. */
export const addClass: Action = {
  id: "add-class",
  name: words.addAClass,
  group: words.answer,
  keys: ({ project }) => (project.my_role === "annotator" ? [] : ["Shift+A"]),
  when: always,
  run: ({ view }) => view.change({ dialog: "class" }),
};

/** Gives the answer of the pressed key, or chooses part of it. */
export const answer: Action = {
  id: "answer",
  name: words.answerKey,
  group: words.answer,
  keys: (context) => [...(meanings(context)?.keys() ?? DIGITS)].filter((key) => key.length === 1),
  when: hasItem,
  run: (context, key) => {
    const given = key && meanings(context)?.get(key);
    if (given) give(context, given);
  },
};

/** The answer that each key gives, or code, to the item on the screen. */
export const meanings = ({ project, labelling }: LabelContext) =>
  widgetFor(project)?.keys(askedOf(project, labelling.current));

/** Closes what is open beside the item. */
export const close: ActionOn<Beside> = {
  id: "close",
  name: words.closeWhatIsOpen,
  group: words.lookCloser,
  keys: () => ["Escape"],
  when: ({ view, preferences }) => {
    const { filter, guidelines } = view.get();
    return filter !== null || (guidelines && !preferences.get().guidelinesPinned);
  },
  run: ({ view }) =>
    view.change(view.get().filter !== null ? { filter: null } : { guidelines: false }),
};

/** Opens a field for a note on the item. */
export const comment: Action = {
  id: "comment",
  name: words.comment,
  group: words.answer,
  keys: letter("C"),
  when: hasItem,
  run: ({ view }) => view.change({ dialog: "comment" }),
};

/** Further back than undo: the list of all that one has answered and skipped. */
export const earlier: Action = {
  id: "earlier",
  name: words.allYourEarlierAnswers,
  group: words.goBack,
  keys: () => ["Shift+Backspace"],
  when: always,
  run: ({ project }) => navigate(`/projects/${project.id}/answers`),
};

/** The letters of a code that wait on the item on the screen. */
export function typedOf({ labelling, view }: LabelContext): string {
  const { typed } = view.get();
  return typed && typed.item === labelling.current?.item.id ? typed.letters : "";
}

/** Two letters are the code of a class, where there are more classes than digits. */
export const code: Action = {
  id: "code",
  name: words.twoLetters,
  group: words.answer,
  keys: ({ project }) => (hasCodes(project) ? LETTERS : []),
  when: hasItem,
  run: (context, letter) => {
    const item = context.labelling.current?.item.id;
    if (item === undefined || !letter) return;
    const codes = meanings(context);
    const letters = afterLetter(codes?.keys() ?? [], typedOf(context), letter);
    const given = codes?.get(letters);
    if (given) give(context, given);
    else context.view.change({ typed: { item, letters } });
  },
};

/** Takes the first letter of a code back. */
export const dropLetter: Action = {
  id: "drop-letter",
  name: words.forgetTheFirstLetter,
  group: words.answer,
  keys: ({ project }) => (hasCodes(project) ? ["Backspace", "Escape"] : []),
  when: (context) => typedOf(context) !== "",
  run: ({ view }) => view.change({ typed: null }),
};

/** Opens the line that finds a class by its letters. */
export const find: Action = {
  id: "find",
  name: words.findAClass,
  group: words.answer,
  keys: ({ project }) => (hasCodes(project) ? ["/"] : []),
  when: hasItem,
  run: ({ view }) => view.change({ filter: "", typed: null }),
};

/** Marks the item for whoever runs the project, or takes the mark back. */
export const flag: Action = {
  id: "flag",
  name: words.flag,
  group: words.answer,
  keys: letter("F"),
  when: hasItem,
  run: ({ labelling }) => labelling.flag(),
};

/** Opens or closes the guidelines beside the text. */
export const guidelines: ActionOn<Beside> = {
  id: "guidelines",
  name: words.guidelines,
  group: words.lookCloser,
  keys: letter("G"),
  when: always,
  run: ({ view }) => view.change({ guidelines: !view.get().guidelines }),
};

/** Decides again as before the undo. */
export const redo: Action = {
  id: "redo",
  name: words.redoWhatWasUndone,
  group: words.goBack,
  keys: () => ["Shift+Ctrl+Z"],
  when: ({ labelling }) => labelling.current?.undone != null,
  run: ({ labelling }) => labelling.redo(),
};

/** Gives what is chosen as the answer; nothing is one too. */
export const save: Action = {
  id: "save",
  name: words.saveChoice,
  group: words.answer,
  turns: true,
  keys: ({ project }) => (widgetFor(project)?.together ? ["Enter"] : []),
  when: hasItem,
  run: ({ project, labelling, view }) => {
    const slot = labelling.current;
    const chosen = slot && chosenFor(project, view.get(), slot);
    if (!chosen) return;
    view.change({ filter: null });
    labelling.answer(chosen);
  },
};

const LINE = 62;

/** Scrolls a long text without leaving the answers. */
export const scroll: ActionOn<Beside> = {
  id: "scroll",
  name: words.scrollALongText,
  group: words.lookCloser,
  keys: () => ["ArrowUp", "ArrowDown", "PageUp", "PageDown"],
  when: ({ scroller }) => {
    const box = scroller.get();
    return box !== null && box.scrollHeight > box.clientHeight;
  },
  run: ({ scroller }, key) => {
    const box = scroller.get();
    if (!box || !key) return;
    const by = key.startsWith("Page") ? box.clientHeight * 0.85 : LINE;
    box.scrollBy({ top: key.endsWith("Up") ? -by : by });
  },
};

/** Leaves the item to someone else. */
export const skip: Action = {
  id: "skip",
  name: words.skip,
  group: words.answer,
  turns: true,
  keys: () => ["Space"],
  when: hasItem,
  run: ({ labelling, view }) => {
    view.change({ filter: null });
    labelling.skip();
  },
};

/** Asks why the text was skipped that was decided last. */
export const whySkipped: Action = {
  id: "why-skipped",
  name: words.whySkipped,
  group: words.answer,
  keys: () => ["Shift+Space"],
  when: ({ labelling }) => labelling.past.last?.made.kind === "skip",
  run: ({ view }) => view.change({ dialog: "skipped" }),
};

/** Answers with what a model thinks likely, or chooses it, where the item shows it. */
export const suggestion: Action = {
  id: "suggestion",
  name: words.takeASuggestion,
  group: words.answer,
  keys: ({ project }) => widgetFor(project)?.suggestionKeys(project) ?? [],
  when: (context) => suggested(context).size > 0,
  run: (context, key) => {
    const given = key && suggested(context).get(key);
    if (given) give(context, given);
  },
};

function suggested({ project, labelling }: LabelContext): ReadonlyMap<Key, Answer> {
  return widgetFor(project)?.suggested(project, labelling.current?.suggestions ?? []) ?? new Map();
}

/** Makes the text larger. */
export const larger: ActionOn<Beside> = {
  id: "larger",
  name: words.largerText,
  group: words.lookCloser,
  keys: () => ["+", "="],
  when: ({ preferences }) => step(preferences.get().textSize, 1) !== preferences.get().textSize,
  run: ({ preferences }) =>
    preferences.set({ ...preferences.get(), textSize: step(preferences.get().textSize, 1) }),
};

/** Makes the text smaller. */
export const smaller: ActionOn<Beside> = {
  id: "smaller",
  name: words.smallerText,
  group: words.lookCloser,
  keys: () => ["-"],
  when: ({ preferences }) => step(preferences.get().textSize, -1) !== preferences.get().textSize,
  run: ({ preferences }) =>
    preferences.set({ ...preferences.get(), textSize: step(preferences.get().textSize, -1) }),
};

/** Takes the last decision back and shows its item again. */
export const undo: Action = {
  id: "undo",
  name: words.undo,
  group: words.goBack,
  turns: true,
  keys: () => ["Backspace", "Ctrl+Z"],
  when: ({ labelling }) => labelling.past.last !== undefined && !labelling.supply.isClosed,
  run: ({ labelling, view }) => {
    view.change({ filter: null });
    labelling.undo();
  },
};

/** Every action of the labelling screen, in the order of the ? sheet. */
export const ACTIONS: readonly Action[] = [
  answer,
  save,
  suggestion,
  code,
  dropLetter,
  clear,
  find,
  skip,
  whySkipped,
  flag,
  comment,
  addClass,
  undo,
  redo,
  earlier,
  guidelines,
  scroll,
  larger,
  smaller,
  close,
];
