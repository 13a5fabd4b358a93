import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { has } from "@/api/features";
import type { Project } from "@/api/queries";
import { Dialog } from "@/components/Dialog";
import { Problem } from "@/components/Problem";
import styles from "./ExportDialog.module.css";
import { COLUMNS, type ExportChoice, exportAddress, preview, SCOPES } from "./export";
import { certifying, CHECKS } from "./model/rest/certificates";
import { exportFormats } from "./queries";

interface ExportDialogProps {
  project: Project;
  onClose(): void;
}

/** Takes the labels away: which lines, which columns, and how the file will begin. */
export function ExportDialog({ project, onClose }: ExportDialogProps) {
  const projectId = project.id;
  const formats = useQuery(exportFormats);
  const issued = useQuery({
    ...certifying(projectId, CHECKS[1]),
    enabled: has(project, "machine_labels"),
  }).data?.issued;
  const [choice, setChoice] = useState<ExportChoice>({
    format: "jsonl",
    scope: "labelled",
    unique: false,
    machine: false,
    columns: COLUMNS.map(({ name }) => name),
  });
  const set = (part: Partial<ExportChoice>) => setChoice({ ...choice, ...part });
  return (
    <Dialog title="Export labels" wide onClose={onClose}>
      <div className={styles.form}>
        {formats.error && <Problem error={formats.error} retry={() => void formats.refetch()} />}
        <div className={styles.pair}>
          <NativeSelect
            label="Format"
            data-autofocus
            data={formats.data?.map(({ name, title }) => ({ value: name, label: title })) ?? []}
            value={choice.format}
            onChange={(event) => set({ format: event.currentTarget.value })}
          />
          <NativeSelect
            label="Texts"
            data={[...SCOPES]}
            value={choice.scope}
            onChange={(event) => set({ scope: event.currentTarget.value as ExportChoice["scope"] })}
          />
        </div>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={choice.unique}
            onChange={(event) => set({ unique: event.currentTarget.checked })}
          />
          A text that your files hold twice comes once
        </label>
        {issued && (
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={choice.machine && choice.scope !== "settled"}
              disabled={choice.scope === "settled"}
              onChange={(event) => set({ machine: event.currentTarget.checked })}
            />
            <span>
              The model’s labels too, where people gave none
              <span className={styles.quiet}>
                {" "}
                (you won’t be asked about those as check texts any more)
              </span>
            </span>
          </label>
        )}
        <Columns choice={choice} onChange={(columns) => set({ columns })} />
        <Beginning projectId={projectId} choice={choice} />
        <div>
          {choice.columns.length === 0 ? (
            <Button disabled>Download</Button>
          ) : (
            <Button component="a" href={exportAddress(projectId, choice)} download>
              Download
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

interface ColumnsProps {
  choice: ExportChoice;
  onChange(columns: ExportChoice["columns"]): void;
}

function Columns({ choice: { columns }, onChange }: ColumnsProps) {
  return (
    <fieldset className={styles.columns}>
      <legend>Columns</legend>
      {COLUMNS.map(({ name, title }) => (
        <label key={name} className={styles.check}>
          <input
            type="checkbox"
            checked={columns.includes(name)}
            onChange={(event) =>
              onChange(
                COLUMNS.map((one) => one.name).filter((one) =>
                  one === name ? event.currentTarget.checked : columns.includes(one),
                ),
              )
            }
          />
          {title}
        </label>
      ))}
    </fieldset>
  );
}

/** The first lines of the file as it would be now. */
function Beginning({ projectId, choice }: { projectId: number; choice: ExportChoice }) {
  const { data, error } = useQuery(preview(projectId, choice));
  if (choice.columns.length === 0)
    return <p className={styles.quiet}>Choose a column, and its first lines are shown here.</p>;
  if (error) return <Problem error={error} />;
  return (
    <div>
      <p className={styles.quiet}>
        {data && data.rows.length === 0
          ? "There is nothing to export so far."
          : "It begins like this"}
      </p>
      <div className={styles.preview} tabIndex={0} role="region" aria-label="First lines">
        {data?.header ? (
          <table>
            <thead>
              <tr>
                {data.header.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.rows.map((cells, line) => (
                <tr key={line}>
                  {cells.map((cell, at) => (
                    <td key={at} dir="auto">
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        ) : (
          <pre>{data?.rows.flat().join("\n")}</pre>
        )}
      </div>
    </div>
  );
}
