import { useMemo } from "react";
import { type Found, filterClasses } from "@/state/filter";
import { classOf, recentClasses } from "./class-of";
import type { AnswerClass, WidgetProps } from "../widget";

/** The classes to show: all in the project's order, or while searching those that match. */
export function useFound(props: WidgetProps): Found<AnswerClass>[] {
  const { asked, suggestion, given, filter } = props;
  const likeliest = classOf(suggestion?.answer ?? null);
  return useMemo(() => {
    if (filter === null) return asked.classes.map((item) => ({ item, marks: [] }));
    return filterClasses(asked.classes, filter, likeliest ? [likeliest] : [], recentClasses(given));
  }, [asked.classes, filter, likeliest, given]);
}
