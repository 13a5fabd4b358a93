import { Button } from "@mantine/core";
import { useEffect } from "react";
import { Dialog } from "@/components/Dialog";
import type { Entry } from "@/state/outbox-storage";
import { useStore } from "@/state/use-store";
import { widgetFor } from "@/widgets";
import type { Widget } from "@/widgets/widget";
import { words } from "@/words/label";
import { useLabelling } from "./context";
import styles from "./Dialogs.module.css";

/** What the service refused, why, and what can be done about each. */
export function RefusedDialog() {
  const { project, labelling, view } = useLabelling();
  const { refused } = useStore(labelling.outbox.state);
  const close = () => view.change({ dialog: null });
  const none = refused.length === 0;
  useEffect(() => {
    if (none) view.change({ dialog: null });
  }, [none, view]);

  return (
    <Dialog title={words.notSaved} onClose={close}>
      <ul className={styles.refused}>
        {refused.map((entry) => (
          <li key={entry.key}>
            <p className={styles.what}>
              <bdi>{named(entry, widgetFor(project))}</bdi> “<bdi>{entry.excerpt}</bdi>”
            </p>
            <p className={styles.why}>{entry.refusal}</p>
            <div className={styles.choices}>
              <Button variant="default" size="xs" onClick={() => labelling.outbox.retry(entry)}>
                {words.tryAgain}
              </Button>
              <Button variant="subtle" size="xs" onClick={() => labelling.giveUp(entry)}>
                {words.giveItUp}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function named({ deed }: Entry, widget: Widget | undefined): string {
  if (deed.kind === "answer")
    return widget ? `${widget.describe(deed.answer)} for` : words.answerTo;
  if (deed.kind === "note") return deed.note === "flag" ? words.flagOn : words.commentOn;
  return "";
}
