import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import type { Groups } from "@/actions/items/action";
import { markAll } from "@/actions/items";
import { type NearCopies, nearCopies } from "@/api/items";
import {
  type Filters,
  type Group,
  groupOf,
  groupWord,
  type Likeness,
  LIKENESSES,
} from "@/state/items/filters";
import type { Workings } from "../use-workings";

/** The groups of texts that are alike, and which of them is listed. */
export interface GroupsOfCopies extends Groups {
  /** Undefined while they are searched for. */
  found: readonly NearCopies[] | undefined;
  error: Error | null;
  retry(): void;
  at: Group;
  open(middle: number | null, likeness?: Likeness): void;
}

/** Texts that are nearly the same are labelled a group at a time: each group is listed with all of
 * its texts marked, and after its label comes the next. */
export function useGroups(
  projectId: number,
  workings: Workings,
  filters: Filters,
  ask: (filters: Filters, how?: "replace") => void,
): GroupsOfCopies | null {
  const queries = useQueryClient();
  const at = useMemo(() => groupOf(filters), [filters]);
  const query = nearCopies(projectId, at?.likeness ?? LIKENESSES[0]);
  const { data: found, error, refetch } = useQuery({ ...query, enabled: at !== null });
  const first = found?.[0]?.item_id;
  const isNone = found?.length === 0;
  useEffect(() => {
    if (at?.middle === null && first !== undefined)
      ask({ copies: groupWord({ ...at, middle: first }) }, "replace");
    // The one that is listed has been labelled, here or by somebody else.
    if (at !== null && at.middle !== null && isNone)
      ask({ copies: groupWord({ ...at, middle: null }) }, "replace");
  }, [at, first, isNone, ask]);
  useMarked(at, workings);

  return useMemo(() => {
    if (at === null) return null;
    const open = (middle: number | null, likeness = at.likeness) =>
      ask({ copies: groupWord({ middle, likeness }) }, "replace");
    const place = found?.findIndex(({ item_id }) => item_id === at.middle) ?? -1;
    const beside = (by: 1 | -1) => found?.[place + by]?.item_id;
    return {
      ...{ found, error, at, open },
      retry: () => void refetch(),
      go: (by) => {
        const to = beside(by);
        if (to !== undefined) open(to);
      },
      finish: () => {
        const next = beside(1) ?? beside(-1) ?? null;
        const rest = found?.filter(({ item_id }) => item_id !== at.middle);
        const { queryKey } = nearCopies(projectId, at.likeness);
        // What was asked before its labels are saved would bring it back.
        void queries.cancelQueries({ queryKey });
        queries.setQueryData(queryKey, rest);
        open(next);
      },
    };
  }, [at, found, error, ask, refetch, queries, projectId]);
}

/** Once a group's texts are there all of them are marked: what differs is unmarked by hand. */
function useMarked(at: Group | null, { list, view }: Workings): void {
  useEffect(() => {
    if (at === null || at.middle === null) return;
    const mark = () => {
      const { filters, stale } = list.state.get();
      if (stale || filters.copies !== groupWord(at)) return;
      stop();
      void markAll({ list, view });
    };
    const stop = list.state.subscribe(mark);
    mark();
    return stop;
  }, [at, list, view]);
}
