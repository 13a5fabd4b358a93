import { createContext, useContext } from "react";
import type { LabelContext } from "@/actions/action";

export const Context = createContext<LabelContext | null>(null);

/** What the labelling screen is about, for its parts. */
export function useLabelling(): LabelContext {
  const context = useContext(Context);
  if (!context) throw new Error("A part of the labelling screen was used outside it.");
  return context;
}
