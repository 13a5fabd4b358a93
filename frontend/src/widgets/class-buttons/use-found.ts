import { useMemo } from "react";
import { type Found, filterClasses } from "@/state/filter";
import type { AnswerClass } from "../widget";

/** The classes to show: all in the project's order, or while searching those that match. */
export function useFound(
  classes: readonly AnswerClass[],
  filter: string | null,
  recent: readonly string[],
): Found<AnswerClass>[] {
  return useMemo(() => {
    if (filter === null) return classes.map((item) => ({ item, marks: [] }));
    return filterClasses(classes, filter, recent);
  }, [classes, filter, recent]);
}
