import { ClassName } from "@/components/ClassName";
import type { SuspectedError } from "@/api/review";
import { change, keep, take } from "@/actions/review";
import { percent } from "@/words/figures";
import { howManyAreWrong, objection, words } from "@/words/review";
import { ActionButton } from "./ActionButton";
import { ClassFinder } from "./ClassFinder";
import { useReview } from "./context";
import { Desk } from "./Desk";
import styles from "./Desk.module.css";

const id = ({ item_id }: SuspectedError) => item_id;
const text = (row: SuspectedError) => row.text;
const what = (rows: readonly SuspectedError[], more: boolean) =>
  howManyAreWrong(
    rows.map(({ wrong }) => wrong),
    more,
  );

/** Labels that look wrong: kept, or changed to what the model thinks, or to something else. */
export function ErrorDesk() {
  const { errors } = useReview();
  return (
    <Desk work={errors} id={id} text={text} brief={brief} what={what}>
      {(row) => (
        <>
          <dl className={styles.sides}>
            <Side title={words.label} name={row.label} share={row.label_probability} />
            <Side
              title={words.model}
              name={row.predicted}
              share={row.predicted_probability}
              model
            />
          </dl>
          <p className="small quiet">
            <bdi>{objection(row)}</bdi>
          </p>
          <div className={styles.actions}>
            <ActionButton action={keep}>
              {words.keepOf(<ClassName name={row.label ?? words.aRetiredClass} />)}
            </ActionButton>
            <ActionButton action={take}>
              {words.changeTo(<ClassName name={row.predicted ?? words.aRetiredClass} />)}
            </ActionButton>
            <ActionButton action={change}>{words.anotherClass}</ActionButton>
          </div>
          <ClassFinder likely={[row.predicted]} />
        </>
      )}
    </Desk>
  );
}

const brief = ({ label, predicted }: SuspectedError) => (
  <>
    <ClassName name={label ?? words.aRetiredClass} /> →{" "}
    <ClassName name={predicted ?? words.aRetiredClass} />
  </>
);

interface SideProps {
  title: string;
  name: string | null;
  share: number;
  model?: boolean;
}

/** A class with how likely it is, as a model sees it that hasn't seen the label. */
function Side({ title, name, share, model }: SideProps) {
  return (
    <div className={styles.side} data-model={model}>
      <dt>{title}</dt>
      <dd>
        <ClassName className="break strong" name={name ?? words.aRetiredClass} />
        <span className={styles.share}>{percent(share)}</span>
        <span className={styles.bar} aria-hidden>
          <span style={{ inlineSize: `${100 * share}%` }} />
        </span>
      </dd>
    </div>
  );
}
