import type { Project } from "@/api/queries";
import type { Taken } from "@/api/session/taken";
import type { ActionOn } from "@/state/keys/action";
import type { Key } from "@/state/keys/keys";
import type { Labelling } from "@/state/labelling/labelling";
import type { Preferences } from "@/state/preferences";
import type { Store } from "@/state/store";
import type { ViewStore } from "@/state/view";

/** What actions act on: the labelling screen, without React. */
export interface LabelContext {
  project: Project;
  labelling: Labelling;
  view: ViewStore;
  preferences: Store<Preferences>;
  /** Where texts lie that are taken along. */
  device: Taken;
  /** The box that a long text scrolls in. */
  scroller: Store<HTMLElement | null>;
}

export type Action = ActionOn<LabelContext>;

/** What actions act on that have nothing to do with what is answered. */
export type Beside = Omit<LabelContext, "labelling" | "device">;

interface HasClasses {
  classes: readonly unknown[];
}

/** With more than ten classes letters are codes of classes; actions on letters move behind Shift. */
export function hasCodes(project: HasClasses): boolean {
  return project.classes.length > 10;
}

export function letter(name: string): (context: { project: HasClasses }) => readonly Key[] {
  return ({ project }) => [hasCodes(project) ? `Shift+${name}` : name];
}

export const always = () => true;

export const hasItem = ({ labelling }: LabelContext) => labelling.current !== null;
