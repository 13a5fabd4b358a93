import { createContext, useContext } from "react";
import type { ItemsContext } from "@/actions/items/action";
import type { Filters } from "@/state/items/filters";
import type { GroupsOfCopies } from "./groups/use-groups";
import type { Workings } from "./use-workings";

/** What the items screen is about, and where it is. */
export interface Items extends ItemsContext, Workings {
  filters: Filters;
  groups: GroupsOfCopies | null;
  /** Lists other texts: a new place in the browser's history, or this one changed. */
  ask(filters: Filters, how?: "replace"): void;
  /** The name of somebody of the project by their id. */
  person(id: string): string | undefined;
  people: readonly { id: number; name: string }[];
}

export const Context = createContext<Items | null>(null);

export function useItems(): Items {
  const context = useContext(Context);
  if (!context) throw new Error("A part of the items screen was used outside it.");
  return context;
}
