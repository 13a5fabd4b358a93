import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { watched } from "@/state/errors";
import { itemsService } from "@/api/items";
import { me } from "@/api/queries";
import { useOutbox, usePast } from "@/components/sent/use-outbox";
import { Decisions, lightBatch } from "@/state/items/decisions";
import { columnsIn } from "@/state/items/columns";
import { createItemsView } from "@/state/items/view";
import { preferences } from "@/state/preferences";
import { Past } from "@/state/outbox/past";
import { session } from "@/state/session";
import { createStore } from "@/state/store";

/** What the screen needs to know of its parts in the page. */
export interface Frame {
  reveal(index: number): void;
  search(by?: "meaning"): void;
}

/** The text that an address opens. */
export function openIn(search: string): number | null {
  const raw = new URLSearchParams(search).get("item") ?? "";
  return /^[1-9][0-9]{0,14}$/.test(raw) ? Number(raw) : null;
}

/** All that works behind the screen, made once for a project. */
export function useWorkings(projectId: number) {
  const queries = useQueryClient();
  const outbox = useOutbox(projectId);
  const place = usePast(projectId, "items");
  const workings = useMemo(() => {
    const frame = createStore<Frame>({ reveal: () => {}, search: () => {} });
    const { read } = itemsService(projectId);
    const who = queries.getQueryData(me.queryKey)?.name ?? "";
    // Whoever looks at one of the texts, or at figures, sees what changed.
    const after = () => void queries.invalidateQueries({ queryKey: ["projects", projectId] });
    // A 401 anywhere ends the session everywhere.
    const service = { read: watched(read, () => session.set("signed-out")) };
    const decisions = new Decisions(service, outbox, new Past(place, lightBatch), who, after);
    return {
      list: decisions.list,
      ...{ decisions, outbox, frame },
      view: createItemsView(openIn(window.location.search)),
      columns: createStore(
        columnsIn(window.location.search) ?? preferences.get().columns[projectId],
      ),
      reveal: (index: number) => frame.get().reveal(index),
      search: (by?: "meaning") => frame.get().search(by),
    };
  }, [projectId, queries, outbox, place]);
  useEffect(() => workings.decisions.start(), [workings]);
  return workings;
}

export type Workings = ReturnType<typeof useWorkings>;
