import { Button } from "@mantine/core";
import type { FormEvent } from "react";
import { ApiError } from "@/state/errors";
import type { Project } from "@/api/queries";
import { DataChooser } from "@/components/data/DataChooser";
import { LabelsField } from "@/components/data/LabelsField";
import { Dialog } from "@/components/dialog/Dialog";
import { labelColumns } from "@/files/labels/labels";
import { tableAs } from "@/files/labels/sets";
import { words } from "@/words/project/data/data";
import card from "../Card.module.css";
import styles from "./DataCard.module.css";
import { PurposeField } from "./PurposeField";
import { type Adding, useAdd } from "./use-add";

interface AddDialogProps {
  project: Project;
  onClose(): void;
}

/** Brings more texts into a project that runs, or a test set. */
export default function AddDialog({ project, onClose }: AddDialogProps) {
  const adding = useAdd(project, onClose);
  const { file, error } = adding;
  const { reading } = file;
  const table = reading && tableAs(project.answer_kind, reading.table);
  const inFile = error instanceof ApiError ? error.message : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adding.send();
  };
  return (
    <Dialog title={words.addData} wide onClose={onClose}>
      <form className="stack gap4" onSubmit={submit}>
        <DataChooser file={file} onFile={adding.onFile} onText={adding.onText} refused={inFile} />
        {table && table.kept > 0 && (
          <>
            <PurposeField purpose={adding.purpose} onChange={adding.onPurpose} />
            <LabelsField
              table={table}
              columns={labelColumns(table, reading.meaning.text)}
              classes={project.classes.map(({ name }) => name)}
              use={adding.labels}
              onChange={adding.onLabels}
              needed={adding.purpose === "evaluation"}
            />
            <Go adding={adding} />
          </>
        )}
      </form>
    </Dialog>
  );
}

function Go({ adding }: { adding: Adding }) {
  const { sent, error, known, waitsFor, purpose } = adding;
  const { table } = adding.file.reading!;
  const rows = table.whole ? words.rows(table.kept) : words.theFile;
  const status =
    sent !== null && sent > 0 && sent < 1 ? words.sendingTheFile(Math.round(sent * 100)) : waitsFor;
  return (
    <div className={styles.go}>
      <Button type="submit" loading={sent !== null} disabled={waitsFor !== null}>
        {purpose === "evaluation" ? words.addAsATestSet(rows) : words.addOf(rows)}
      </Button>
      <p role="status" className="small quiet">
        {known ? words.knownFile : status}
      </p>
      {error && !(error instanceof ApiError) && (
        <p role="alert" className={card.wrong}>
          {words.failedTryAgain(error.message)}
        </p>
      )}
    </div>
  );
}
