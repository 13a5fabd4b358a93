import { useCallback, useEffect, useRef, useState } from "react";
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
  const unsaved = useRef<Draft>(null);
  useEffect(() => {
    if (draft === EMPTY_DRAFT) return;
    unsaved.current = draft;
    const save = () => {
      if (unsaved.current) saveDraft(onDevice(), unsaved.current);
      unsaved.current = null;
    };
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
    // Here, not in an effect: while the next screen is fetched this one is hidden, and runs none.
    unsaved.current = null;
    dropDraft(onDevice());
    setDraft(EMPTY_DRAFT);
  }, []);
  return { draft, change, drop };
}
