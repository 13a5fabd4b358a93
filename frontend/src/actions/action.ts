import type { Project } from "@/api/queries";
import type { Key } from "@/state/keys";
import type { Labelling } from "@/state/labelling";
import type { Preferences } from "@/state/preferences";
import type { Store } from "@/state/store";
import type { ViewStore } from "@/state/view";

/** What actions act on: the labelling screen, without React. */
export interface LabelContext {
  project: Project;
  labelling: Labelling;
  view: ViewStore;
  preferences: Store<Preferences>;
  /** The box that a long text scrolls in. */
  scroller: Store<HTMLElement | null>;
}

/** Something the user can do. Buttons, menus, keys and the ? sheet are made from these. */
export interface Action {
  id: string;
  name: string;
  group: "Answer" | "Go back" | "Look closer";
  /** Brings another text to the screen. */
  turns?: true;
  /** None: not in this project. */
  keys(context: LabelContext): readonly Key[];
  /** False: the key does nothing and the button is not offered. */
  when(context: LabelContext): boolean;
  run(context: LabelContext, key?: Key): void;
}

/** With more than ten classes, letters search; actions on letters move behind Shift. */
export function searchesByLetter(project: Pick<Project, "classes">): boolean {
  return project.classes.length > 10;
}

export function letter(name: string): (context: LabelContext) => readonly Key[] {
  return ({ project }) => [searchesByLetter(project) ? `Shift+${name}` : name];
}

export const always = () => true;

export const hasItem = ({ labelling }: LabelContext) => labelling.current !== null;
