import { useEffect } from "react";
import { meant } from "@/actions/action";
import { REVIEW_ACTIONS } from "@/actions/review";
import type { ReviewContext } from "@/actions/review/action";
import { belongsElsewhere } from "@/components/belongs-elsewhere";
import { keyOf } from "@/state/keys";

/** Hears keys for the whole screen. */
export function useReviewKeys(context: ReviewContext): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || belongsElsewhere(event)) return;
      // A key held down must not decide text after text; moving may repeat.
      if (event.repeat && !/^Arrow/.test(event.key)) return;
      const key = keyOf(event);
      const action = key === null ? undefined : meant(REVIEW_ACTIONS, context, key);
      if (!action || key === null) return;
      event.preventDefault();
      action.run(context, key);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [context]);
}
