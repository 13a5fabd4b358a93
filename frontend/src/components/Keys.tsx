import { lazy, Suspense } from "react";
import { EVERYWHERE_ACTIONS } from "@/actions/everywhere";
import { EVERYWHERE, sheet } from "@/state/bound";
import { useStore } from "@/state/use-store";
import { Caught } from "./Caught";
import { useKeys } from "./use-keys";

const KeysSheet = lazy(() => import("./KeysSheet"));
const NOTHING = {};
const DEPTH = { depth: EVERYWHERE };

/** Hears ? on every screen, and shows what works there. */
export function Keys() {
  const lines = useStore(sheet);
  useKeys(EVERYWHERE_ACTIONS, NOTHING, DEPTH);
  if (!lines) return null;
  return (
    <Caught show={() => null}>
      <Suspense fallback={null}>
        <KeysSheet lines={lines} onClose={() => sheet.set(null)} />
      </Suspense>
    </Caught>
  );
}
