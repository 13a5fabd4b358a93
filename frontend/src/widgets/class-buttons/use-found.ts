import { useMemo } from "react";
import { type Found, filterClasses } from "@/state/filter";
import type { AnswerClass, Asked } from "../widget";

/** The classes to show: all in the project's order, then those that the item alone has; or while
 * searching those that match. */
export function useFound(
  { classes, gone }: Pick<Asked, "classes" | "gone">,
  filter: string | null,
  recent: readonly string[],
): Found<AnswerClass>[] {
  return useMemo(() => {
    const shown = gone ? [...classes, ...gone] : classes;
    if (filter === null) return shown.map((item) => ({ item, marks: [] }));
    return filterClasses(shown, filter, recent);
  }, [classes, gone, filter, recent]);
}
