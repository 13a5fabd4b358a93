import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { watched } from "@/api/errors";
import { ownAnswers } from "@/api/own-answers";
import { ItemList } from "@/state/items/list";
import { createItemsView } from "@/state/items/view";
import { type Given, type Made, OwnChanges, type OwnRow } from "@/state/own/changes";
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
    const { read, send, skipAgain } = ownAnswers(projectId);
    const ended = () => session.set("signed-out");
    const list = new ItemList<OwnRow, OwnFilters>({ read: watched(read, ended) });
    const frame = createStore<Frame>({ reveal: () => {}, search: () => {} });
    const told = (way: (given: Given) => Promise<void>) => async (given: Given) => {
      await watched(way, ended)(given);
      // What going back on the labelling screen would show is no longer so.
      new PastStorage(onDevice(), userId, projectId).keep([], 0);
      void queries.invalidateQueries({ queryKey: ["projects", projectId] });
    };
    const kept = new PastStorage<Made>(onDevice(), userId, projectId, "own");
    const changes = new OwnChanges(list, { send: told(send), skipAgain: told(skipAgain) }, kept);
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
