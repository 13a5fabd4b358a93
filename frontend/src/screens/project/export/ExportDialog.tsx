import { Check } from "@/components/fields/Check";
import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { has } from "@/api/features";
import type { Project } from "@/api/queries";
import { Dialog } from "@/components/dialog/Dialog";
import { Problem } from "@/components/Problem";
import { words } from "@/words/project/export";
import styles from "../Dialogs.module.css";
import { COLUMNS, type ExportChoice, exportAddress, preview, SCOPES } from "./export";
import { certifying, CHECKS } from "@/api/certificates";
import { exportFormats } from "@/api/project";

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
    <Dialog title={words.exportLabels} wide onClose={onClose}>
      <div className={styles.form}>
        {formats.error && <Problem error={formats.error} retry={() => void formats.refetch()} />}
        <div className={styles.pair}>
          <NativeSelect
            label={words.format}
            data-autofocus
            data={formats.data?.map(({ name, title }) => ({ value: name, label: title })) ?? []}
            value={choice.format}
            onChange={(event) => set({ format: event.currentTarget.value })}
          />
          <NativeSelect
            label={words.texts}
            data={[...SCOPES]}
            value={choice.scope}
            onChange={(event) => set({ scope: event.currentTarget.value as ExportChoice["scope"] })}
          />
        </div>
        <Check checked={choice.unique} onChange={(unique) => set({ unique })}>
          {words.uniqueRows}
        </Check>
        {issued && (
          <Check
            checked={choice.machine && choice.scope !== "settled"}
            disabled={choice.scope === "settled"}
            onChange={(machine) => set({ machine })}
          >
            {words.machineLabels(<span className="small quiet">{words.machineNote}</span>)}
          </Check>
        )}
        <Columns choice={choice} onChange={(columns) => set({ columns })} />
        <Beginning projectId={projectId} choice={choice} />
        <div>
          {choice.columns.length === 0 ? (
            <Button disabled>{words.download}</Button>
          ) : (
            <Button component="a" href={exportAddress(projectId, choice)} download>
              {words.download}
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
      <legend>{words.columns}</legend>
      {COLUMNS.map(({ name, title }) => (
        <Check
          key={name}
          checked={columns.includes(name)}
          onChange={(isShown) =>
            onChange(
              COLUMNS.map((one) => one.name).filter((one) =>
                one === name ? isShown : columns.includes(one),
              ),
            )
          }
        >
          {title}
        </Check>
      ))}
    </fieldset>
  );
}

/** The first lines of the file as it would be now. */
function Beginning({ projectId, choice }: { projectId: number; choice: ExportChoice }) {
  const { data, error } = useQuery(preview(projectId, choice));
  if (choice.columns.length === 0) return <p className="small quiet">{words.noColumns}</p>;
  if (error) return <Problem error={error} />;
  return (
    <div>
      <p className="small quiet">
        {data && data.rows.length === 0 ? words.emptyPreview : words.itBeginsLikeThis}
      </p>
      <div className={styles.preview} tabIndex={0} role="region" aria-label={words.firstLines}>
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
