import type { ReactNode } from "react";
import type { ReviewAction } from "@/actions/review/action";
import { keepKeys } from "@/components/keys/keep-keys";
import { Key } from "@/components/keys/Key";
import { onMac } from "@/components/keys/platform";
import { printed } from "@/state/keys/keys";
import { useReview } from "./context";
import styles from "./Desk.module.css";

/** An action with its key on it. */
export function ActionButton({ action, children }: { action: ReviewAction; children: ReactNode }) {
  const context = useReview();
  const isOff = !action.when(context);
  const key = isOff ? undefined : action.keys(context)[0];
  return (
    <button
      type="button"
      className={styles.action}
      aria-keyshortcuts={key}
      disabled={isOff}
      onMouseDown={keepKeys}
      onClick={() => action.run(context)}
    >
      {key !== undefined && <Key name={printed(key, onMac)} />}
      <span className="break">{children}</span>
    </button>
  );
}
