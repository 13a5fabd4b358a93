import { Menu, Textarea } from "@mantine/core";
import { letter } from "@/actions/action";
import { classes as classNames } from "@/components/classes";
import { LabelsField } from "@/components/data/LabelsField";
import { onMac } from "@/components/keys/platform";
import { folded } from "@/files/labels/names";
import type { Reading } from "@/files/read-file";
import { tableAs } from "@/files/labels/sets";
import { type Candidate, classColumns, LABEL_NAMES } from "@/files/table";
import { printed } from "@/state/keys/keys";
import { words } from "@/words/new-project";
import styles from "./AnswersStep.module.css";
import { ClassList } from "./ClassList";
import { type ClassRow, named, withClasses, withValues } from "./class-rows";
import { kindOf } from "../kind";
import { KindField } from "../KindField";
import { LabelPreview } from "./LabelPreview";
import { labelsOf } from "../labels";
import page from "../NewProject.module.css";
import { PasteClasses } from "./PasteClasses";
import type { DraftState } from "../use-draft";

const OFFERED = 3;

interface AnswersStepProps {
  reading: Reading;
  draft: DraftState;
  refused: string | undefined;
}

/** What a text can be answered with, and how that will look. */
export function AnswersStep({ reading, draft, refused }: AnswersStepProps) {
  const { classes, guidelines } = draft.draft;
  const kind = kindOf(draft.draft, reading);
  const [guidelinesKey = ""] = letter("G")({ project: { classes: named(classes) } });
  const read = { ...reading, table: tableAs(kind, reading.table) };
  const change = (rows: ClassRow[]) => draft.change({ classes: rows });
  return (
    <div className={styles.answers}>
      <div className={styles.left}>
        <KindField kind={kind} onChange={(next) => draft.change({ kind: next })} />
        <FromColumn reading={read} draft={draft} />
        <ClassList rows={classes} onChange={change} />
        {refused && (
          <p role="alert" className="error">
            {refused}
          </p>
        )}
        <PasteClasses onClasses={(more) => change(withClasses(classes, more))} />
        <Labels reading={read} draft={draft} />
        <Textarea
          label={words.guidelines}
          description={words.guidelinesHint(printed(guidelinesKey, onMac))}
          autosize={false}
          rows={3}
          value={guidelines}
          onChange={(event) => draft.change({ guidelines: event.currentTarget.value })}
        />
      </div>
      <LabelPreview key={kind} kind={kind} reading={reading} classes={classes} />
    </div>
  );
}

/** Offers to use the labels that the file brings, once some of them are classes. */
function Labels({ reading, draft }: Omit<AnswersStepProps, "refused">) {
  const { table, meaning } = reading;
  const labels = labelsOf(draft.draft, reading);
  const classes = named(draft.draft.classes).map(({ name }) => name);
  const columns = classColumns(table, meaning.text)
    .filter(
      ({ column, values }) =>
        column === labels.column || values.some((one) => classes.includes(one)),
    )
    .map(({ column }) => column);
  if (!table.done || columns.length === 0) return null;
  return (
    <LabelsField
      table={table}
      columns={columns}
      classes={classes}
      use={labels}
      onChange={(use) => draft.change({ labels: use })}
    />
  );
}

/** Offers the values of a column as classes, where one looks like it. */
function FromColumn({ reading, draft }: Omit<AnswersStepProps, "refused">) {
  const { table, meaning } = reading;
  if (!table.done) return null;
  const known = new Set(named(draft.draft.classes).map(({ name }) => folded(name)));
  const candidates = classColumns(table, meaning.text);
  const likely = candidates.filter(({ column }) => LABEL_NAMES.test(column.trim()));
  const isNew = ({ values }: Candidate) => !values.every((value) => known.has(folded(value)));
  const take = ({ column, values }: Candidate) =>
    draft.change({ label: column, classes: withValues(draft.draft.classes, values) });
  // A column that is called label has them: what others hold is seldom meant, and asked for.
  const offered = likely.length > 0 ? likely : candidates;
  const others = likely.length > 0 ? candidates.filter((one) => !likely.includes(one)) : [];
  return (
    <>
      {offered
        .filter(isNew)
        .slice(0, OFFERED)
        .map((one) => (
          <button key={one.column} type="button" className={page.link} onClick={() => take(one)}>
            {words.takeColumn(one.values.length, one.column)}
          </button>
        ))}
      <OtherColumns columns={others.filter(isNew)} onTake={take} />
    </>
  );
}

interface OtherColumnsProps {
  columns: readonly Candidate[];
  onTake(column: Candidate): void;
}

function OtherColumns({ columns, onTake }: OtherColumnsProps) {
  if (columns.length === 0) return null;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className={classNames(page.link, "small", "quiet")}>
          {words.takeAnotherColumn} <span aria-hidden>▾</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.map((one) => (
          <Menu.Item key={one.column} onClick={() => onTake(one)}>
            {words.valuesOfColumn(one.values.length, one.column)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
