import type { Project } from "@/api/queries";
import type { Hunt } from "@/state/hunt/hunt";
import type { Store } from "@/state/store";
import type { ActionOn } from "@/state/keys/action";

export interface HuntView {
  /** The letters typed to find another class; null: the line is closed. */
  filter: string | null;
}

/** What actions act on: the screen on which a class is looked for, without React. */
export interface HuntContext {
  project: Project;
  /** The class that is looked for. */
  target: string;
  hunt: Hunt;
  view: Store<HuntView>;
}

export type HuntAction = ActionOn<HuntContext>;

export const hasCandidate = ({ hunt }: HuntContext) => {
  const { current, problem } = hunt.state.get();
  return current !== null && problem === null;
};

export function change({ view }: HuntContext, part: Partial<HuntView>): void {
  view.set({ ...view.get(), ...part });
}
