import { Button, Portal } from "@mantine/core";
import { useState } from "react";
import type { Entry } from "@/state/outbox/commands";
import type { Outbox } from "@/state/outbox/outbox";
import { refusedOnce, savedWords } from "@/state/outbox/sent";
import { useStore } from "@/state/use-store";
import { words } from "@/words/unsent";
import { Dialog } from "../dialog/Dialog";
import { keepKeys } from "../keys/keep-keys";
import styles from "./Sent.module.css";

interface SentProps {
  outbox: Outbox;
  /** What is said where all is saved. */
  instead?: string | null;
  /** How many things to do are at hand without a network, in words. */
  atHand?: string | null;
}

/** Whether what was done has arrived, on every screen: silence when well, words only when not. */
export function Sent({ outbox, instead = null, atHand = null }: SentProps) {
  const state = useStore(outbox.state);
  const [open, setOpen] = useState(false);
  const { kind, words: said } = savedWords(state);
  if (open && kind !== "refused") setOpen(false);
  const isWell = kind === "saved" || kind === "silent";
  return (
    <>
      <div role="status" className={styles.saved} data-kind={kind}>
        {kind === "refused" ? (
          <button type="button" onMouseDown={keepKeys} onClick={() => setOpen(true)}>
            {said}
          </button>
        ) : (
          (isWell && instead) || (kind === "offline" && atHand ? `${said} · ${atHand}` : said)
        )}
      </div>
      {/* Not within the foot: a dialog has a header of its own. */}
      {open && (
        <Portal>
          <Refused outbox={outbox} onClose={() => setOpen(false)} />
        </Portal>
      )}
    </>
  );
}

/** What the service refused, why, and what can be done about each. */
function Refused({ outbox, onClose }: { outbox: Outbox; onClose(): void }) {
  const { refused } = useStore(outbox.state);
  return (
    <Dialog title={words.notSaved} onClose={onClose}>
      <ul className={styles.refused}>
        {refusedOnce(refused).map(({ entry, size }) => (
          <li key={entry.key}>
            <p className={styles.what}>
              <bdi>{named(entry, size)}</bdi>
              {entry.excerpt && (
                <>
                  {" “"}
                  <bdi>{entry.excerpt}</bdi>”
                </>
              )}
            </p>
            <p className="small error">{entry.refusal}</p>
            <div className={styles.choices}>
              <Button variant="default" size="xs" onClick={() => outbox.retry(entry.id)}>
                {words.tryAgain}
              </Button>
              <Button variant="subtle" size="xs" onClick={() => outbox.giveUp(entry.id)}>
                {words.giveItUp}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function named({ command, name }: Entry, size: number): string {
  switch (command.kind) {
    case "label":
      return size > 1 ? words.forTexts(name, size) : words.nameFor(name);
    case "answer":
    case "correct":
    case "adjudicate":
      return words.nameFor(name);
    case "look":
      return words.nameFor(name || words.no);
    case "note":
      return command.note === "flag" ? words.flagOn : words.commentOn;
    case "resolve":
      return command.reply === null ? words.resolvedOn : words.replyOn;
    default:
      return words.undoOf(name);
  }
}
