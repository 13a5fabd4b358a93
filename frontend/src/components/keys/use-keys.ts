import { useLayoutEffect } from "react";
import { type ActionOn, meant } from "@/state/keys/action";
import { bind, SCREEN } from "@/state/keys/bound";
import { type KeyPress, keyOf } from "@/state/keys/keys";
import { belongsElsewhere } from "./belongs-elsewhere";

interface KeyOptions {
  /** Who hears first, where two do: see state/bound. */
  depth?: number;
  /** Keys that go on while they are held down; others must not decide text after text. */
  repeats?: RegExp;
  /** What a key does that no action has; false: nothing. */
  otherwise?(press: KeyPress): boolean;
}

const MOVES = /^(?:Arrow|Page)/;

/** Hears keys for the whole screen from its first frame on, and has them on the ? sheet. */
export function useKeys<Screen>(
  actions: readonly ActionOn<Screen>[],
  context: Screen,
  { depth = SCREEN, repeats = MOVES, otherwise }: KeyOptions = {},
): void {
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || belongsElsewhere(event)) return;
      if (event.repeat && !repeats.test(event.key)) return;
      const key = keyOf(event);
      const action = key === null ? undefined : meant(actions, context, key);
      if (key !== null && action) action.run(context, key);
      else if (!otherwise?.(event)) return;
      event.preventDefault();
    };
    const unbind = bind(depth, () =>
      actions.map((action) => ({ ...action, keys: action.keys(context) })),
    );
    window.addEventListener("keydown", onKeyDown);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      unbind();
    };
  }, [actions, context, depth, repeats, otherwise]);
}
