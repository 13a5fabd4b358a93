import { useCallback, useLayoutEffect } from "react";
import { ACTIONS, typeCode } from "@/actions";
import { useKeys } from "@/components/use-keys";
import type { KeyPress } from "@/state/keys";
import { useLabelling } from "./context";

/** Hears keys for the whole screen. */
export function useLabellingKeys(): void {
  const context = useLabelling();
  const otherwise = useCallback((press: KeyPress) => typeCode(context, press), [context]);
  useInput();
  useKeys(ACTIONS, context, { otherwise });
}

/** Says when somebody does something, with the hand or by keys: pace is measured by that. */
function useInput(): void {
  const { labelling } = useLabelling();
  useLayoutEffect(() => {
    const onKeyDown = () => labelling.hand.input();
    const onPointerDown = () => labelling.hand.pointed();
    window.addEventListener("keydown", onKeyDown);
    window.addEventListener("pointerdown", onPointerDown);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      window.removeEventListener("pointerdown", onPointerDown);
    };
  }, [labelling]);
}
