import { createContext, useContext } from "react";
import type { ReviewContext } from "@/actions/review/action";
import type { ListName } from "@/words/review";

export const Context = createContext<ReviewContext | null>(null);

export function useReview(): ReviewContext {
  const context = useContext(Context);
  if (!context) throw new Error("A part of the review screen was used outside it.");
  return context;
}

/** Where a list is, to be sent to a colleague. */
export const addressOf = (projectId: number, list: ListName) =>
  `/projects/${projectId}/review?list=${list}`;
