import type { MouseEvent, ReactNode } from "react";
import { printed, type Key as KeyName } from "@/state/keys/keys";
import styles from "./Keys.module.css";
import { keepKeys } from "./keep-keys";
import { Key } from "./Key";
import { onMac } from "./platform";

interface HintProps {
  /** The key that does the same. */
  by: KeyName | undefined;
  /** It keeps its place, unseen, so that nothing moves when it can be done. */
  unavailable?: boolean;
  /** It is as it says, which is worth a look. */
  done?: boolean;
  onPress(event: MouseEvent): void;
  children: ReactNode;
}

/** What a key does, at the foot of a screen: a button for whoever would rather press. */
export function Hint({ by, unavailable, done, onPress, children }: HintProps) {
  return (
    <button
      type="button"
      className={styles.hint}
      data-unavailable={unavailable || undefined}
      data-done={done || undefined}
      onMouseDown={keepKeys}
      onClick={onPress}
    >
      <Key name={printed(by ?? "", onMac)} quiet />
      <span className="cut">{children}</span>
    </button>
  );
}
