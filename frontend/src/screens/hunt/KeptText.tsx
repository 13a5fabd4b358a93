import { Textarea } from "@mantine/core";
import { useRef, useState } from "react";
import { useFieldKeys } from "@/components/keys/use-field-keys";
import { words } from "@/words/hunt";
import { words as keys } from "@/words/terms/keys";
import styles from "./Hunt.module.css";

interface KeptTextProps {
  label: string;
  help: string;
  /** As it is kept. */
  value: string;
  rows: number;
  maxLength: number;
  /** What is wrong with it; null: nothing. */
  wrong(text: string): string | null;
  save(text: string): Promise<unknown>;
}

/** A text that is kept when one leaves it; Ctrl+Enter leaves it, Esc takes the change back. */
export function KeptText({ label, help, value, rows, maxLength, wrong, save }: KeptTextProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [isSaved, setIsSaved] = useState(false);
  const error = typed === null ? null : wrong(typed);

  const keep = () => {
    if (typed === null || error !== null) return;
    if (typed.trim() === value) return setTyped(null);
    save(typed).then(
      () => {
        setTyped(null);
        setRefused(null);
        setIsSaved(true);
      },
      (problem: Error) => setRefused(problem.message),
    );
  };
  const group = keys.inAField;
  const area = useRef<HTMLTextAreaElement>(null);
  const leave = () => area.current?.blur();
  const takeBack = () => {
    setTyped(null);
    leave();
  };
  const onKeyDown = useFieldKeys([
    { id: "save-text", name: keys.saveALongText, group, keys: ["Ctrl+Enter"], run: leave },
    { id: "leave", name: keys.leave, group, keys: ["Escape"], run: takeBack },
  ]);
  return (
    <div className={styles.kept}>
      <Textarea
        ref={area}
        label={label}
        description={help}
        rows={rows}
        maxLength={maxLength}
        value={typed ?? value}
        error={error ?? refused}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setIsSaved(false);
        }}
        onKeyDown={onKeyDown}
        onBlur={keep}
      />
      <p className={styles.saved} role="status">
        {isSaved && `✓ ${words.saved}`}
      </p>
    </div>
  );
}
