import { useMemo } from "react";
import { type Found, filterClasses } from "@/state/filter";
import { recentClasses } from "./class-of";
import type { AnswerClass, WidgetProps } from "../widget";

/** The classes to show: all in the project's order, or while searching those that match. */
export function useFound(props: WidgetProps): Found<AnswerClass>[] {
  const { asked, given, filter } = props;
  return useMemo(() => {
    if (filter === null) return asked.classes.map((item) => ({ item, marks: [] }));
    return filterClasses(asked.classes, filter, recentClasses(given));
  }, [asked.classes, filter, given]);
}
