import { useLayoutEffect } from "react";
import { ACTIONS } from "@/actions";
import { useKeys } from "@/components/keys/use-keys";
import { useLabelling } from "./context";

/** Hears keys for the whole screen. */
export function useLabellingKeys(): void {
  const context = useLabelling();
  useInput();
  useKeys(ACTIONS, context);
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
