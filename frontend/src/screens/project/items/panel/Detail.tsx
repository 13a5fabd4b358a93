import { ClassName } from "@/components/ClassName";
import { Meter } from "@/components/Meter";
import type { ReactNode } from "react";
import { has, isOpen, namesOne } from "@/api/features";
import type { ItemDetail } from "@/api/items";
import { classKeys } from "@/actions/items/action";
import { give, labelAs } from "@/actions/items";
import { DataColumns } from "@/components/text/DataColumns";
import { keepKeys } from "@/components/keys/keep-keys";
import { Key } from "@/components/keys/Key";
import { onMac } from "@/components/keys/platform";
import { useNow } from "@/components/use-now";
import { printed } from "@/state/keys/keys";
import { useStore } from "@/state/use-store";
import { answerOf } from "@/widgets/single-label/class-of";
import { ago, percent } from "@/words/figures";
import { SOURCE, STATE } from "@/words/items";
import { words } from "@/words/items";
import { useItems } from "../context";
import { history, type Said } from "./history";
import styles from "./Panel.module.css";

const MINUTE = 60_000;
type Row = Readonly<Record<string, unknown>>;

const GONE = words.goneClass;

/** Everything known of a text: itself, its label, what the model thinks, who said what and when. */
export function Detail({ item }: { item: ItemDetail }) {
  const { columns, likeliest, suspected, notes, skips, sources } = item;
  const { project } = useItems();
  const said = history(item);
  return (
    <>
      <p className={styles.text} dir="auto">
        {item.text}
      </p>
      <DataColumns columns={columns} />
      <Part title={words.labelTitle}>
        <LabelNow item={item} />
      </Part>
      {likeliest.length > 0 && (
        <Part title={words.theModel}>
          {item.prediction && !namesOne(project) && (
            <p className={styles.quiet}>
              {words.asAWhole(
                <ClassName name={item.prediction.class} />,
                percent(item.prediction.probability),
              )}
            </p>
          )}
          {likeliest.map((each) => (
            <Predicted key={each.class} prediction={each} />
          ))}
          {suspected && <p className="above1 warn">{words.itDoubtsTheLabel}</p>}
        </Part>
      )}
      {likeliest.length === 0 && item.label === null && has(project, "predictions") && (
        <Part title={words.theModel}>
          <p className={styles.quiet}>{words.notShown}</p>
        </Part>
      )}
      {said.length > 0 && (
        <Part title={words.answersAndDecisions}>
          <History said={said} />
        </Part>
      )}
      {skips.length > 0 && (
        <Part title={words.skips}>
          <Skips skips={skips} />
        </Part>
      )}
      {notes.length > 0 && (
        <Part title={words.notes}>
          <Notes notes={notes} />
        </Part>
      )}
      <Part title={words.whereItCameFrom}>
        <ul className={styles.quiet}>
          {sources.map(({ line, import_id, file_name, external_id, data }) => (
            <li key={`${import_id} ${line}`}>
              {words.lineOfFile(line, file_name)}
              {external_id !== null && (
                <>
                  , <bdi>{external_id}</bdi>
                </>
              )}
              <DataColumns columns={besides(data, columns)} />
            </li>
          ))}
        </ul>
      </Part>
    </>
  );
}

/** What else stands in the text's row of the file. */
function besides(data: Row | null, shown: Row): Row {
  return Object.fromEntries(Object.entries(data ?? {}).filter(([name]) => !(name in shown)));
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function LabelNow({ item }: { item: ItemDetail }) {
  const items = useItems();
  // A label shows in the list before the service has it.
  const { rows } = useStore(items.list.state);
  const row = rows.find((one) => one?.id === item.id) ?? item;
  const facts = [
    row.label_source === null ? null : SOURCE[row.label_source],
    row.state === null ? null : STATE[row.state],
  ].filter((fact) => fact != null);
  return (
    <>
      <p>
        {row.label === null ? words.noneYet : <ClassName className="strong" name={row.label} />}
        {facts.length > 0 && <span className={styles.quiet}> · {facts.join(", ")}</span>}
      </p>
      {isOpen(items.project) && <LabelButtons label={row.label} />}
    </>
  );
}

function LabelButtons({ label }: { label: string | null }) {
  const items = useItems();
  const keys = [...classKeys(items.project)];
  return (
    <div className="wrap gap2 above2" role="group" aria-label={words.labelThisTextAs}>
      {keys.map(([key, name]) => (
        <button
          key={name}
          type="button"
          className={styles.choice}
          aria-pressed={label === name}
          onMouseDown={keepKeys}
          onClick={() => give(items, answerOf(name))}
        >
          <Key name={key} />
          <ClassName name={name} />
        </button>
      ))}
      {keys.length === 0 && (
        <button
          type="button"
          className={styles.choice}
          onMouseDown={keepKeys}
          onClick={() => labelAs.run(items)}
        >
          <Key name={printed(labelAs.keys(items)[0]!, onMac)} />
          {label === null ? words.labelItAs : words.changeItTo}
        </button>
      )}
    </div>
  );
}

function Predicted({ prediction }: { prediction: NonNullable<ItemDetail["prediction"]> }) {
  const { class: name, probability } = prediction;
  return (
    <>
      <p className={styles.line}>
        <ClassName name={name} />
        <span>{percent(probability)}</span>
      </p>
      <Meter share={probability} />
    </>
  );
}

function History({ said }: { said: readonly Said[] }) {
  const now = useNow(MINUTE);
  return (
    <ul className={styles.history}>
      {said.map(({ id, who, label, at, what, past }) => (
        <li key={id} data-past={past || undefined}>
          <span className={styles.line}>
            <ClassName className={styles.given} name={label ?? GONE} />
            <time dateTime={at} className={styles.quiet}>
              {ago(at, now)}
            </time>
          </span>
          <span className={styles.quiet}>
            <bdi>{who}</bdi>
            {what !== "" && `, ${what}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Skips({ skips }: { skips: ItemDetail["skips"] }) {
  return (
    <ul className={styles.history}>
      {skips.map(({ annotator, message, at }) => (
        <Remark
          key={`${at} ${annotator}`}
          {...{ annotator, at }}
          remark={message ?? words.noReason}
        />
      ))}
    </ul>
  );
}

function Notes({ notes }: { notes: ItemDetail["notes"] }) {
  return (
    <ul className={styles.history}>
      {notes.map(({ annotator, kind, text, created_at: at }) => (
        <Remark
          key={`${at} ${annotator} ${kind}`}
          {...{ annotator, at }}
          remark={kind === "flag" && text === "" ? words.flagged : text}
        />
      ))}
    </ul>
  );
}

/** What somebody said of the text, and when. */
function Remark({ annotator, at, remark }: Record<"annotator" | "at" | "remark", string>) {
  const now = useNow(MINUTE);
  return (
    <li>
      <span className={styles.line}>
        <bdi>{remark}</bdi>
        <time dateTime={at} className={styles.quiet}>
          {ago(at, now)}
        </time>
      </span>
      <bdi className={styles.quiet}>{annotator}</bdi>
    </li>
  );
}
