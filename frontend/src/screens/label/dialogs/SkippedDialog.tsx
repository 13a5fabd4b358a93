import { Button, TextInput } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { Dialog } from "@/components/dialog/Dialog";
import { Key } from "@/components/keys/Key";
import { keyOf } from "@/state/keys/keys";
import { words } from "@/words/label/label";
import { useLabelling } from "../context";
import { oneLine } from "../decisions";
import styles from "./Dialogs.module.css";

const LONGEST = 500;
const CHOICES = words.whySkippedChoices;

/** Why a text was skipped: for whoever decides what becomes of it. */
export function SkippedDialog() {
  const { labelling, view } = useLabelling();
  const [skipped] = useState(() => labelling.past.last);
  const [own, setOwn] = useState("");
  const close = () => view.change({ dialog: null });
  if (skipped?.made.kind !== "skip") return null;
  const say = (why: string) => {
    labelling.explain(skipped.id, why);
    close();
  };
  const byKey = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement) return;
    const choice = CHOICES[Number(keyOf(event.nativeEvent)) - 1];
    if (choice === undefined) return;
    event.preventDefault();
    say(choice);
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (own.trim() !== "") say(own.trim());
  };
  return (
    <Dialog title={words.whySkipped} onClose={close}>
      <div className="stack gap3" onKeyDown={byKey}>
        <p className={styles.skipped}>
          <bdi>{oneLine(skipped.slot.item.text)}</bdi>
        </p>
        <ul className="stack gap2">
          {CHOICES.map((why, index) => (
            <li key={why}>
              <button
                type="button"
                className={styles.why}
                data-autofocus={index === 0 || undefined}
                onClick={() => say(why)}
              >
                <Key name={String(index + 1)} />
                {why}
              </button>
            </li>
          ))}
        </ul>
        <form onSubmit={send} className={styles.ownWords}>
          <TextInput
            label={words.ownWords}
            description={words.whoeverRunsReadsWhy}
            maxLength={LONGEST}
            value={own}
            onChange={(event) => setOwn(event.currentTarget.value)}
          />
          <Button type="submit" disabled={own.trim() === ""}>
            {words.send}
          </Button>
        </form>
      </div>
    </Dialog>
  );
}
