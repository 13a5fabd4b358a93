import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { watched } from "@/api/errors";
import { itemsService } from "@/api/items";
import { me } from "@/api/queries";
import { Decisions } from "@/state/items/decisions";
import { ItemList } from "@/state/items/list";
import { createItemsView } from "@/state/items/view";
import { session } from "@/state/session";
import { createStore } from "@/state/store";
import { openIn } from "./use-place";

/** What the screen needs to know of its parts in the page. */
export interface Frame {
  reveal(index: number): void;
  search(by?: "meaning"): void;
}

/** All that works behind the screen, made once for a project. */
export function useWorkings(projectId: number) {
  const queries = useQueryClient();
  return useMemo(() => {
    const frame = createStore<Frame>({ reveal: () => {}, search: () => {} });
    const service = ofSession(itemsService(projectId));
    const list = new ItemList(service);
    const who = queries.getQueryData(me.queryKey)?.name ?? "";
    // Whoever looks at one of the texts, or at figures, sees what changed.
    const after = () => void queries.invalidateQueries({ queryKey: ["projects", projectId] });
    return {
      list,
      decisions: new Decisions(service, list, who, after),
      view: createItemsView(openIn(window.location.search)),
      frame,
      reveal: (index: number) => frame.get().reveal(index),
      search: (by?: "meaning") => frame.get().search(by),
    };
  }, [projectId, queries]);
}

export type Workings = ReturnType<typeof useWorkings>;

/** A 401 anywhere ends the session everywhere. */
function ofSession({ read, label, undo }: ReturnType<typeof itemsService>) {
  const ended = () => session.set("signed-out");
  return { read: watched(read, ended), label: watched(label, ended), undo: watched(undo, ended) };
}
