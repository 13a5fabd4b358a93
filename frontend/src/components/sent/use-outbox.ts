import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { outboxOf } from "@/api/outbox/outbox";
import { me } from "@/api/queries";
import { browserClock } from "@/state/clock";
import type { Outbox } from "@/state/outbox/outbox";
import type { Place } from "@/state/outbox/past";
import { onDevice } from "@/state/storage";

/** Takes what whoever is signed in does in a project. */
export const useOutbox = (projectId: number): Outbox => outboxOf(useMyId(), projectId);

/** Where the device keeps what undo takes back on a screen. */
export function usePast(projectId: number, screen: string): Place {
  const userId = useMyId();
  return useMemo(
    () => ({ storage: onDevice(), clock: browserClock, userId, projectId, screen }),
    [userId, projectId, screen],
  );
}

function useMyId(): number {
  const { data } = useQuery(me);
  if (!data) throw new Error("Only on a screen for somebody who is signed in.");
  return data.id;
}
