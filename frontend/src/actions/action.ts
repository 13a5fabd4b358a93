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

/** Something the user can do on a screen, which is what it acts on: buttons, menus, keys and the
 * ? sheet are made from these. */
export interface ActionOn<Screen> {
  id: string;
  name: string;
  /** Its heading on the ? sheet. */
  group: string;
  /** Brings another text to the screen. */
  turns?: true;
  /** None: not in this project. */
  keys(context: Screen): readonly Key[];
  /** False: the key does nothing and the button is not offered. */
  when(context: Screen): boolean;
  run(context: Screen, key?: Key): void;
}

export type Action = ActionOn<LabelContext>;

/** What the pressed key means on a screen; undefined when it means nothing there. */
export function meant<Screen>(
  actions: readonly ActionOn<Screen>[],
  context: Screen,
  key: Key,
): ActionOn<Screen> | undefined {
  return actions.find((action) => action.keys(context).includes(key) && action.when(context));
}

/** With more than ten classes letters are codes of classes; actions on letters move behind Shift. */
export function hasCodes(project: Pick<Project, "classes">): boolean {
  return project.classes.length > 10;
}

export function letter(name: string): (context: LabelContext) => readonly Key[] {
  return ({ project }) => [hasCodes(project) ? `Shift+${name}` : name];
}

export const always = () => true;

export const hasItem = ({ labelling }: LabelContext) => labelling.current !== null;
