import { createContext, useContext } from "react";
import type { HuntContext } from "@/actions/hunt/action";

export const Context = createContext<HuntContext | null>(null);

export function useHunt(): HuntContext {
  const context = useContext(Context);
  if (!context) throw new Error("Only on the screen on which a class is looked for.");
  return context;
}
