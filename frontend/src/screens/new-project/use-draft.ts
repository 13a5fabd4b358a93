import { useCallback, useEffect, useState } from "react";
import { onDevice } from "@/state/storage";
import { type Draft, dropDraft, EMPTY_DRAFT, loadDraft, saveDraft } from "./draft";

const SAVE_AFTER = 300;

export interface DraftState {
  draft: Draft;
  change(part: Partial<Draft>): void;
  /** Forgets the draft, here and on the device. */
  drop(): void;
}

/** What has been written so far; it outlives the page. */
export function useDraft(): DraftState {
  const [draft, setDraft] = useState(() => loadDraft(onDevice()));
  useEffect(() => {
    if (draft === EMPTY_DRAFT) return;
    const save = () => saveDraft(onDevice(), draft);
    const timer = setTimeout(save, SAVE_AFTER);
    window.addEventListener("pagehide", save);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pagehide", save);
    };
  }, [draft]);
  const change = useCallback(
    (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })),
    [],
  );
  const drop = useCallback(() => {
    // Here: the screen may be gone before an effect would run.
    dropDraft(onDevice());
    setDraft(EMPTY_DRAFT);
  }, []);
  return { draft, change, drop };
}
