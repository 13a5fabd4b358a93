import { useState } from "react";
import { isOpen, namesOne } from "@/api/features";
import type { SkippedText } from "@/api/review";
import { choices, decide, isToDecide } from "@/actions/review/action";
import { change } from "@/actions/review";
import { ClassName } from "@/components/ClassName";
import { keepKeys } from "@/components/keys/keep-keys";
import { Key } from "@/components/keys/Key";
import { Problem } from "@/components/Problem";
import { useNow } from "@/components/use-now";
import { inWords } from "@/widgets";
import { ago } from "@/words/figures";
import { waitsFor, words } from "@/words/review";
import { ActionButton } from "./ActionButton";
import { AnotherSet } from "./AnotherSet";
import { ClassFinder } from "./ClassFinder";
import { useReview } from "./context";
import { Desk } from "./Desk";
import styles from "./Desk.module.css";

const id = ({ item_id }: SkippedText) => item_id;
const text = (row: SkippedText) => row.text;
const brief = ({ skips }: SkippedText) => (
  <bdi>{skips.find(({ message }) => message !== null)?.message ?? words.noReason}</bdi>
);

/** Texts that people skipped, with why: labelled here, or asked about again. */
export function SkippedDesk() {
  const context = useReview();
  const { skipped, project } = context;
  return (
    <Desk work={skipped} id={id} text={text} brief={brief}>
      {(row) => (
        <>
          <Why skips={row.skips} />
          <p className={styles.noted}>{waitsFor(row)}</p>
          {isToDecide(context) && <ClassButtons />}
          {isOpen(project) && <AskAgain key={row.item_id} row={row} />}
          {namesOne(project) ? <ClassFinder /> : <AnotherSet row={row} />}
        </>
      )}
    </Desk>
  );
}

function Why({ skips }: Pick<SkippedText, "skips">) {
  const now = useNow(60_000);
  return (
    <ul className="stack gap2">
      {skips.map(({ annotator, message, at }) => (
        <li key={`${annotator} ${at}`}>
          <bdi className={message === null ? "quiet" : "break"}>{message ?? words.noReason}</bdi>
          <span className={styles.who}>
            {" · "}
            <bdi>{annotator}</bdi> · {ago(at, now)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function ClassButtons() {
  const context = useReview();
  const { project } = context;
  return (
    <div className={styles.actions} role="group" aria-label={words.labelAs}>
      {[...choices(context)].map(([key, answer]) => (
        <button
          key={key}
          type="button"
          className={styles.action}
          aria-keyshortcuts={key}
          onMouseDown={keepKeys}
          onClick={() => decide(context, answer)}
        >
          <Key name={key} />
          <ClassName className="break" name={inWords(project, answer)} />
        </button>
      ))}
      {choices(context).size === 0 && (
        <ActionButton action={change}>
          {namesOne(project) ? words.chooseClass : words.chooseClasses}
        </ActionButton>
      )}
    </div>
  );
}

/** Has people asked again: the text leaves the list, and comes back if they skip it again. */
function AskAgain({ row }: { row: SkippedText }) {
  const { service, skipped } = useReview();
  const [failed, setFailed] = useState<Error | null>(null);
  const ask = () =>
    service
      .askAgain(row.item_id)
      .then(() => skipped.refresh())
      .catch(setFailed);
  return (
    <div className={styles.actions}>
      <button type="button" className={styles.action} onClick={() => void ask()}>
        {words.askAgain}
      </button>
      {failed && <Problem error={failed} retry={() => void ask()} />}
    </div>
  );
}
