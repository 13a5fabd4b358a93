import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { watched } from "@/api/errors";
import { ownAnswers } from "@/api/own-answers";
import { ItemList } from "@/state/items/list";
import { createItemsView } from "@/state/items/view";
import { OwnChanges, type OwnRow } from "@/state/own/changes";
import type { OwnFilters } from "@/state/own/filters";
import { PastStorage } from "@/state/past";
import { session } from "@/state/session";
import { onDevice } from "@/state/storage";
import { createStore } from "@/state/store";

/** What the screen needs to know of its parts in the page. */
export interface Frame {
  reveal(index: number): void;
  search(): void;
}

/** All that works behind the list of one's own answers, made once for a project. */
export function useWorkings(userId: number, projectId: number) {
  const queries = useQueryClient();
  return useMemo(() => {
    const { read, send } = ownAnswers(projectId);
    const ended = () => session.set("signed-out");
    const list = new ItemList<OwnRow, OwnFilters>({ read: watched(read, ended) });
    const frame = createStore<Frame>({ reveal: () => {}, search: () => {} });
    const changes = new OwnChanges(list, async (given) => {
      await watched(send, ended)(given);
      // What going back on the labelling screen would show is no longer so.
      new PastStorage(onDevice(), userId, projectId).keep([], 0);
      void queries.invalidateQueries({ queryKey: ["projects", projectId] });
    });
    return {
      list,
      changes,
      frame,
      view: createItemsView(null),
      reveal: (index: number) => frame.get().reveal(index),
      search: () => frame.get().search(),
    };
  }, [userId, projectId, queries]);
}

export type Workings = ReturnType<typeof useWorkings>;
