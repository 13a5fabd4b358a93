import { ClassName } from "@/components/ClassName";
import { isOpen, namesOne } from "@/api/features";
import type { Disagreement } from "@/api/review";
import { choices, decide, type Opinion, opinions } from "@/actions/review/action";
import { change } from "@/actions/review";
import { keepKeys } from "@/components/keys/keep-keys";
import { Key } from "@/components/keys/Key";
import { spelt } from "@/state/answer";
import { OWN, who } from "@/words/review";
import { words } from "@/words/review";
import { ActionButton } from "./ActionButton";
import { AnotherSet } from "./AnotherSet";
import { ClassFinder } from "./ClassFinder";
import { useReview } from "./context";
import { Desk } from "./Desk";
import styles from "./Desk.module.css";

const id = ({ item_id }: Disagreement) => item_id;
const text = (row: Disagreement) => row.text;
const brief = (row: Disagreement) => words.answerCount(row.answers.length);

/** Answers that differ, side by side: one of them is chosen, or something else. */
export function DisagreementDesk() {
  const { disagreements, project } = useReview();
  const one = namesOne(project);
  return (
    <Desk work={disagreements} id={id} text={text} brief={brief}>
      {(row) => (
        <>
          <ul className={styles.opinions} aria-label={words.answers}>
            {opinions(row).map((opinion) => (
              <li key={spelt(opinion.given)}>
                <OpinionButton opinion={opinion} own={row.own} />
              </li>
            ))}
          </ul>
          {row.own ? (
            <p className={styles.own}>{OWN}</p>
          ) : (
            <div className={styles.actions}>
              <ActionButton action={change}>
                {one ? words.anotherClass : words.otherClasses}
              </ActionButton>
            </div>
          )}
          {one ? (
            <ClassFinder likely={opinions(row).map(({ answer }) => answer)} />
          ) : (
            <AnotherSet row={row} />
          )}
        </>
      )}
    </Desk>
  );
}

function OpinionButton({ opinion, own }: { opinion: Opinion; own: boolean }) {
  const context = useReview();
  const key = [...choices(context)].find(
    ([, answer]) => spelt(answer) === spelt(opinion.given),
  )?.[0];
  const isFixed = own || !isOpen(context.project);
  return (
    <button
      type="button"
      className={styles.opinion}
      disabled={isFixed}
      aria-keyshortcuts={isFixed ? undefined : key}
      onMouseDown={keepKeys}
      onClick={() => decide(context, opinion.given)}
    >
      {key !== undefined && !isFixed && <Key name={key} />}
      <span className={styles.said}>
        <ClassName className="break strong" name={opinion.answer} />
        <bdi className={styles.who}>{who(opinion)}</bdi>
      </span>
    </button>
  );
}
