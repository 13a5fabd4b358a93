import { lazy, Suspense, useEffect } from "react";
import { useLocation } from "wouter";
import { EVERYWHERE_ACTIONS } from "@/actions/everywhere";
import { EVERYWHERE, sheet } from "@/state/keys/bound";
import { useStore } from "@/state/use-store";
import { Caught } from "@/components/Caught";
import { useKeys } from "@/components/keys/use-keys";

const KeysSheet = lazy(() => import("@/components/keys/KeysSheet"));
const NOTHING = {};
const DEPTH = { depth: EVERYWHERE };

/** Hears ? on every screen, and shows what works there. */
export function Keys() {
  const lines = useStore(sheet);
  const [location] = useLocation();
  useKeys(EVERYWHERE_ACTIONS, NOTHING, DEPTH);
  // What it lists was heard where one was.
  useEffect(() => () => sheet.set(null), [location]);
  if (!lines) return null;
  return (
    <Caught show={() => null}>
      <Suspense fallback={null}>
        <KeysSheet lines={lines} onClose={() => sheet.set(null)} />
      </Suspense>
    </Caught>
  );
}
