import { Button, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { words } from "@/words/project/people";
import styles from "../Dialogs.module.css";

/** A line to copy. Where the browser gives no clipboard (plain http on a network), it selects the
 * line and asks for the key. */
export function CopyLine({ label, text }: { label: string; text: string }) {
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<string>(words.copy);
  const copy = async () => {
    input.current?.select();
    try {
      await navigator.clipboard.writeText(text);
      setState(words.copied);
    } catch {
      setState(words.pressCtrlC);
    }
  };
  return (
    <div className={styles.copy}>
      <TextInput
        ref={input}
        label={label}
        readOnly
        value={text}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button onClick={() => void copy()} miw={116}>
        <span aria-live="polite">{state}</span>
      </Button>
    </div>
  );
}
