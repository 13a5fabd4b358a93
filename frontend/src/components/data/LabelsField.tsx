import { Check } from "@/components/fields/Check";
import { NativeSelect } from "@mantine/core";
import { foreignLabels, labelled, labelsIn, type LabelUse } from "@/files/labels/labels";
import type { Table } from "@/files/table";
import { words } from "@/words/data/data";
import {
  consequence,
  foreign,
  otherwise,
  strange,
  unused,
  withoutName,
} from "@/words/data/labels-of-a-file";
import styles from "./Data.module.css";

interface LabelsFieldProps {
  table: Table;
  /** The columns that are offered. */
  columns: readonly string[];
  /** The names of the classes there are. */
  classes: readonly string[];
  use: LabelUse;
  onChange(use: LabelUse): void;
  /** A test set is nothing without labels. */
  needed?: boolean;
}

/** Whether the labels of a file are used: from which column, and what that comes to. */
export function LabelsField({ table, columns, classes, use, onChange, needed }: LabelsFieldProps) {
  const found = use.column === null ? null : labelled(table, use.column, classes);
  const left = labelsIn(table, columns, classes);
  const others = left ? null : foreignLabels(table, columns, classes);
  return (
    <div className={styles.labels}>
      <NativeSelect
        label={needed ? words.answersColumn : words.labelsColumn}
        data={[
          { value: "", label: needed ? words.chooseAColumn : words.no },
          ...columns.map((name) => ({ value: name, label: needed ? name : words.from(name) })),
        ]}
        value={use.column ?? ""}
        onChange={(event) => onChange({ ...use, column: event.currentTarget.value || null })}
      />
      {!needed && (
        <p role="status" className="small quiet">
          {found && consequence(table, found)}
          {!found && left && unused(table, left)}
          {!found && others && foreign(others)}
        </p>
      )}
      {found && found.nameless > 0 && <p className="small quiet">{withoutName(found)}</p>}
      {found && (found.strangers.length > 0 || !table.whole) && (
        <Check checked={use.create} onChange={(create) => onChange({ ...use, create })}>
          {words.createClassesFromThe(
            <span className="small quiet">
              {strange(found)} {!use.create && words.withoutRowsWithOther}
            </span>,
          )}
        </Check>
      )}
      {found && (found.recased.length > 0 || !table.whole) && (
        <Check checked={use.fold} onChange={(fold) => onChange({ ...use, fold })}>
          {words.caseIsNoDifference(
            <span className="small quiet">
              {otherwise(found)} {!use.fold && words.withoutRowsThatWriteA}
            </span>,
          )}
        </Check>
      )}
    </div>
  );
}
