import { isOpen } from "@/api/features";
import type { Answer } from "@/state/answer";
import { length } from "@/state/items/list";
import { all, MOST_SELECTED, toggled, withRange } from "@/state/items/selection";
import { inWords } from "@/widgets";
import { answerOf } from "@/widgets/single-label/class-of";
import { words } from "@/words/actions/items";
import { words as itemsWords } from "@/words/items";
import {
  classKeys,
  goTo,
  GROUPS,
  hasRow,
  hasRows,
  hasTargets,
  isMarkable,
  type ItemsAction,
  type ItemsContext,
  LABELLING,
  type ListAction,
  LOOKING,
  MOVING,
  targets,
} from "./action";

/** Reads the list again, with what others have done since. */
export const again: ItemsAction = {
  id: "again",
  name: words.readTheListAgain,
  group: LOOKING,
  keys: () => ["Shift+R"],
  when: () => true,
  run: ({ list }) => list.open(list.state.get().filters),
};

/** Closes what is open, then lets go of what is marked. */
export const close: ItemsAction = {
  id: "close",
  name: words.closing,
  group: LOOKING,
  keys: () => ["Escape"],
  when: ({ view }) => {
    const { picking, open, selection, marking } = view.get();
    return picking || marking > 0 || open !== null || selection.size > 0;
  },
  run: ({ view }) => {
    const { picking, open, marking } = view.get();
    if (picking) view.change({ picking: false });
    else if (marking > 0) view.change({ marking: 0 });
    else if (open !== null) view.change({ open: null });
    else view.change({ selection: new Set() });
  },
};

const DOWN = ["Shift+J", "Shift+ArrowDown"];

/** Marks the text and the one that follows, and goes there. */
export const extend: ItemsAction = {
  id: "extend",
  name: words.extension,
  group: LABELLING,
  keys: () => [...DOWN, "Shift+K", "Shift+ArrowUp"],
  when: isMarkable,
  run: (context, key) => {
    const { list, view } = context;
    const from = view.get().at;
    goTo(context, from + (DOWN.includes(key ?? "") ? 1 : -1));
    const { at, selection } = view.get();
    view.change({ selection: withRange(selection, list.state.get().rows, from, at) });
  },
};

/** Whether what is listed is excluded. */
export const listsExcluded = ({ list }: Pick<ItemsContext, "list">) =>
  list.state.get().filters.state === "excluded";

/** Has nobody asked about the marked texts any more; of a list of such texts, again. */
export const exclude: ItemsAction = {
  id: "exclude",
  name: words.excluding,
  group: LABELLING,
  keys: () => ["Shift+X"],
  when: (context) => isOpen(context.project) && context.view.get().selection.size > 0,
  run: (context) => {
    const { view, decisions } = context;
    const items = targets(context);
    const back = listsExcluded(context);
    view.change({ picking: false, selection: new Set() });
    decisions.exclude(items, back, back ? itemsWords.broughtBack : itemsWords.excluded);
  },
};

/** Sets the label of the marked texts, or of the one that is open or pointed at. */
export const label: ItemsAction = {
  id: "label",
  name: words.labelKey,
  group: LABELLING,
  keys: ({ project }) => [...classKeys(project).keys()],
  when: hasTargets,
  run: (context, key) => {
    const name = key && classKeys(context.project).get(key);
    if (name) give(context, answerOf(name));
  },
};

/** The texts that a label is for get it, and are marked no longer. */
export function give(context: ItemsContext, answer: Answer): void {
  const items = targets(context);
  context.view.change({ picking: false, selection: new Set() });
  const { decisions, project, groups } = context;
  decisions.label(items, answer, inWords(project, answer), groups !== null);
  groups?.finish();
}

/** Opens the field that finds a class by its letters, or the box in which a set is put together. */
export const labelAs: ItemsAction = {
  id: "label-as",
  name: words.chooseTheLabel,
  group: LABELLING,
  keys: () => ["L"],
  when: hasTargets,
  run: ({ view }) => view.change({ picking: true }),
};

const FAR = 15;
const BY: Record<string, number> = {
  PageDown: FAR,
  PageUp: -FAR,
  Home: -Infinity,
  End: Infinity,
};

/** Many texts further, or to the first or the last. */
export const leap: ListAction = {
  id: "leap",
  name: words.manyTextsFurtherFirst,
  group: MOVING,
  keys: () => Object.keys(BY),
  when: hasRows,
  run: (context, key) => goTo(context, context.view.get().at + (BY[key ?? ""] ?? 0)),
};

/** To the field of the search, for what means the same in other words. */
export const meaning: ItemsAction = {
  id: "meaning",
  name: words.searchByMeaning,
  group: LOOKING,
  keys: () => ["M"],
  when: () => true,
  run: (context) => context.search("meaning"),
};

/** To the text below. */
export const next: ListAction = {
  id: "next",
  name: words.nextText,
  group: MOVING,
  keys: () => ["J", "ArrowDown"],
  when: hasRows,
  run: (context) => goTo(context, context.view.get().at + 1),
};

/** Shows the whole text with all that is known of it, or puts it away. */
export const open: ListAction = {
  id: "open",
  name: words.opening,
  group: LOOKING,
  keys: () => ["Enter"],
  when: hasRow,
  run: ({ list, view }) => {
    const id = list.state.get().rows[view.get().at]?.id ?? null;
    view.change({ open: view.get().open === id ? null : id });
  },
};

/** To the next group of near copies. */
export const nextGroup: ItemsAction = {
  id: "next-group",
  name: words.nextGroup,
  group: GROUPS,
  keys: ({ groups }) => (groups ? ["Shift+N"] : []),
  when: ({ groups }) => groups !== null,
  run: ({ groups }) => groups?.go(1),
};

/** To the text above. */
export const previous: ListAction = {
  id: "previous",
  name: words.previousText,
  group: MOVING,
  keys: () => ["K", "ArrowUp"],
  when: hasRows,
  run: (context) => goTo(context, context.view.get().at - 1),
};

/** To the group of near copies before this one. */
export const previousGroup: ItemsAction = {
  id: "previous-group",
  name: words.previousGroup,
  group: GROUPS,
  keys: ({ groups }) => (groups ? ["Shift+P"] : []),
  when: ({ groups }) => groups !== null,
  run: ({ groups }) => groups?.go(-1),
};

/** To the field of the search. */
export const search: ListAction = {
  id: "search",
  name: words.search,
  group: LOOKING,
  keys: () => ["/"],
  when: () => true,
  run: (context) => context.search(),
};

/** Marks the text for a label that many get, or takes the mark back. */
export const select: ItemsAction = {
  id: "select",
  name: words.marking,
  group: LABELLING,
  keys: () => ["X"],
  when: isMarkable,
  run: ({ list, view }) => {
    const { at, selection } = view.get();
    const row = list.state.get().rows[at];
    if (row) view.change({ selection: toggled(selection, row.id), anchor: at });
  },
};

/** Marks all texts that match, as many as change at once. Those that aren't read yet are read first:
 * what is marked is what will change. */
export const selectAll: ItemsAction = {
  id: "select-all",
  name: words.markAllThatMatch,
  group: LABELLING,
  keys: () => ["Ctrl+A"],
  when: (context) => isOpen(context.project) && hasRows(context),
  run: (context) => void markAll(context),
};

export async function markAll({ list, view }: Pick<ItemsContext, "list" | "view">): Promise<void> {
  const marking = Math.min(length(list.state.get()), MOST_SELECTED);
  view.change({ marking });
  const read = await list.readFirst(marking);
  // Somebody may have thought better of it meanwhile.
  if (view.get().marking !== marking) return;
  view.change({ marking: 0 });
  if (read) view.change({ selection: all(list.state.get().rows) });
}

/** Lists the texts that are most like the one one is at. */
export const similar: ItemsAction = {
  id: "similar",
  name: words.findSimilarTexts,
  group: LOOKING,
  keys: () => ["E"],
  when: hasRow,
  run: ({ list, similar: find, view }) => {
    const id = view.get().open ?? list.state.get().rows[view.get().at]?.id;
    if (id !== undefined) find(id);
  },
};

/** Takes the last label back, from all texts that got it together. */
export const undo: ItemsAction = {
  id: "undo",
  name: words.undoBulk,
  group: LABELLING,
  keys: () => ["Backspace", "Ctrl+Z"],
  when: ({ decisions }) => decisions.past.last !== undefined,
  run: ({ decisions }) => decisions.undo(),
};

/** Every action of the items screen, in the order of the ? sheet. */
export const ITEMS_ACTIONS: readonly ItemsAction[] = [
  next,
  previous,
  leap,
  open,
  close,
  search,
  meaning,
  similar,
  again,
  select,
  extend,
  selectAll,
  labelAs,
  exclude,
  undo,
  label,
  nextGroup,
  previousGroup,
];
