import type { ActionOn } from "@/state/keys/action";
import { isOpen, namesOne } from "@/api/features";
import type { Project } from "@/api/queries";
import { assignKeys, type Key } from "@/state/keys/keys";
import type { Decisions } from "@/state/items/decisions";
import { type ItemList, length, type ListState, MOST_ROWS } from "@/state/items/list";
import type { ItemsViewStore } from "@/state/items/view";
import type { Store } from "@/state/store";
import { words } from "@/words/actions/items";

/** What actions act on: the items screen, without React. */
export interface ItemsContext {
  project: Project;
  list: ItemList;
  decisions: Decisions;
  view: ItemsViewStore;
  /** Scrolls until the row at a place of the list is in view. */
  reveal(index: number): void;
  /** Puts the cursor into the field of the search. */
  search(by?: "meaning"): void;
  /** Lists the texts that are most like one. */
  similar(id: number): void;
  /** Of near copies, which are labelled a group at a time; null: something else is listed. */
  groups: Groups | null;
}

export interface Groups {
  /** Goes to the group after this one, or to the one before it. */
  go(by: 1 | -1): void;
  /** This one has a label: on to the next. */
  finish(): void;
}

export type ItemsAction = ActionOn<ItemsContext>;

/** What moving through a list acts on, whatever its rows are. */
export interface ListContext extends Pick<ItemsContext, "view" | "reveal" | "search"> {
  list: Pick<ItemList, "need"> & {
    state: Pick<Store<ListState<{ id: number }, object>>, "get" | "subscribe">;
  };
}

export type ListAction = ActionOn<ListContext>;

export const MOVING = words.move;
export const LABELLING = words.label;
export const LOOKING = words.look;
export const GROUPS = words.groups;

/** Letters that mean something on this screen, so that no class has them here. */
const TAKEN: readonly Key[] = ["J", "K", "X", "L", "E", "M"];
/** With more classes than keys they are found by their letters. */
const MOST_KEYS = 10;

/** The class of each key, where the classes have keys: of sets of them none, which are put together
 * in a box of their own. */
export function classKeys(
  project: Pick<Project, "classes" | "answer_kind">,
): ReadonlyMap<Key, string> {
  const { classes } = project;
  if (classes.length > MOST_KEYS || !namesOne(project)) return new Map();
  const free = classes.map(({ name, key }) => ({
    name,
    key: TAKEN.includes(key?.toUpperCase() ?? "") ? null : (key ?? null),
  }));
  return new Map([...assignKeys(free)].map(([name, key]) => [key, name]));
}

/** The texts that a label is for: those marked, else the open one, else that of the row one is at. */
export function targets({ list, view }: Pick<ItemsContext, "list" | "view">): number[] {
  const { selection, open, at, marking } = view.get();
  if (marking > 0) return [];
  if (selection.size > 0) return [...selection];
  const here = open ?? list.state.get().rows[at]?.id;
  return here === undefined ? [] : [here];
}

/** Rows on either side that are in view with one. */
const IN_VIEW = 30;

/** Goes to a row, which the panel then shows if it is open. */
export function goTo(context: ListContext, index: number): void {
  const { list, view, reveal } = context;
  const state = list.state.get();
  const last = Math.min(length(state), MOST_ROWS) - 1;
  if (last < 0) return;
  const at = Math.max(0, Math.min(index, last));
  list.need(at - IN_VIEW, at + IN_VIEW);
  view.change({ at, anchor: at });
  reveal(at);
  if (view.get().open !== null) show(context, at);
}

/** Opens the text at a place, once it is read. */
function show({ list, view }: ListContext, at: number): void {
  const open = () => {
    const row = list.state.get().rows[at];
    if (view.get().at !== at || view.get().open === null) return stop();
    if (!row) return;
    stop();
    view.change({ open: row.id });
  };
  const stop = list.state.subscribe(open);
  open();
}

export const hasRows = ({ list }: ListContext) => list.state.get().rows.length > 0;
export const hasRow = ({ list, view }: ListContext) => list.state.get().rows[view.get().at] != null;
export const hasTargets = (context: ItemsContext) =>
  isOpen(context.project) && targets(context).length > 0;
/** What is marked is for a label. */
export const isMarkable = (context: ItemsContext) => isOpen(context.project) && hasRow(context);
