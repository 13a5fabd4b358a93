import { useEffect } from "react";
import { markAll } from "@/actions/items";
import type { Filters } from "@/state/items/filters";
import { areaOf } from "@/state/map/area";
import type { Workings } from "../use-workings";

/** Once the texts of an area are there all of them are marked: what differs is unmarked by hand. */
export function useMarkedArea({ map: area }: Filters, { list, view }: Workings): void {
  useEffect(() => {
    if (areaOf(area) === null) return;
    const mark = () => {
      const { filters, stale, rows } = list.state.get();
      if (stale || filters.map !== area) return;
      stop();
      if (rows.length > 0) void markAll({ list, view });
    };
    const stop = list.state.subscribe(mark);
    mark();
    return stop;
  }, [area, list, view]);
}
