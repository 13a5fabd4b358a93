import { createContext, useContext } from "react";
import type { OwnContext } from "@/actions/own/action";
import type { Project } from "@/api/queries";
import type { OwnFilters } from "@/state/own/filters";
import type { Workings } from "./use-workings";

/** What the list of one's own answers is about, and where it is. */
export interface Own extends Workings, Pick<OwnContext, "turn" | "leave"> {
  project: Project;
  filters: OwnFilters;
  /** Lists others: a new place in the browser's history, or this one changed. */
  ask(filters: OwnFilters, how?: "replace"): void;
}

export const Context = createContext<Own | null>(null);

export function useOwn(): Own {
  const context = useContext(Context);
  if (!context) throw new Error("A part of the list of own answers was used outside it.");
  return context;
}
