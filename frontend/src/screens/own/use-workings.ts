import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { watched } from "@/state/errors";
import { ownAnswers } from "@/api/own-answers";
import { useOutbox, usePast } from "@/components/sent/use-outbox";
import { createItemsView } from "@/state/items/view";
import { OwnChanges } from "@/state/own/changes";
import { Past } from "@/state/outbox/past";
import { session } from "@/state/session";
import { createStore } from "@/state/store";

/** What the screen needs to know of its parts in the page. */
export interface Frame {
  reveal(index: number): void;
  search(): void;
}

/** All that works behind the list of one's own answers, made once for a project. */
export function useWorkings(projectId: number) {
  const queries = useQueryClient();
  const outbox = useOutbox(projectId);
  const place = usePast(projectId, "own");
  const labelling = usePast(projectId, "label");
  const workings = useMemo(() => {
    const { read } = ownAnswers(projectId);
    const service = { read: watched(read, () => session.set("signed-out")) };
    const frame = createStore<Frame>({ reveal: () => {}, search: () => {} });
    const after = () => void queries.invalidateQueries({ queryKey: ["projects", projectId] });
    const changes = new OwnChanges(service, outbox, new Past(place), new Past(labelling), after);
    return {
      list: changes.list,
      ...{ changes, outbox, frame },
      view: createItemsView(null),
      reveal: (index: number) => frame.get().reveal(index),
      search: () => frame.get().search(),
    };
  }, [projectId, queries, outbox, place, labelling]);
  useEffect(() => workings.changes.start(), [workings]);
  return workings;
}

export type Workings = ReturnType<typeof useWorkings>;
