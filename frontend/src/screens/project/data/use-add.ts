import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Import, Project } from "@/api/queries";
import { guessLabels, type LabelUse, NO_LABELS, usedUnasked } from "@/files/labels/labels";
import { sendFile } from "@/files/send";
import { separatorAs, tableAs } from "@/files/labels/sets";
import type { Table } from "@/files/table";
import { type FileState, useFile } from "@/files/use-file";
import { words } from "@/words/project/data/data";

type Purpose = Import["role"];

export interface Adding {
  file: FileState;
  onFile(file: File): void;
  onText(column: string): void;
  purpose: Purpose;
  onPurpose(purpose: Purpose): void;
  labels: LabelUse;
  onLabels(labels: LabelUse): void;
  /** Why it can't be sent yet; null when it can. */
  waitsFor: string | null;
  send(): void;
  /** 0..1 while the file is on its way; null otherwise. */
  sent: number | null;
  error: Error | null;
  /** The very same file was here before: nothing was added. */
  known: boolean;
}

/** A file on its way into a project that runs. */
export function useAdd(project: Project, onDone: () => void): Adding {
  const queries = useQueryClient();
  const [text, setText] = useState<string | null>(null);
  const [purpose, setPurpose] = useState<Purpose>("pool");
  const [chosen, setChosen] = useState<LabelUse | null>(null);
  const [sent, setSent] = useState(0);
  const file = useFile(text);
  const { reading } = file;
  const table = reading && tableAs(project.answer_kind, reading.table);
  const classes = project.classes.map(({ name }) => name);
  const labels =
    chosen ??
    (reading && table && unasked(table, reading.meaning.text, classes, purpose)) ??
    NO_LABELS;

  const sending = useMutation({
    mutationFn: async () => {
      if (!file.file || !reading) throw new Error("Choose a file first.");
      const { table, encoding, meaning, manner } = reading;
      const { format, packed } = table;
      const separator = separatorAs(project.answer_kind, table, labels.column);
      const columns = { ...meaning, label: null };
      return sendFile(
        project.id,
        {
          ...{ format, packed, encoding, columns, labels, separator, manner },
          file: file.file,
          role: purpose,
        },
        setSent,
      );
    },
    onSuccess: ({ job_id }) => {
      void queries.invalidateQueries({ queryKey: ["projects"] });
      if (job_id !== null) onDone();
    },
  });

  return {
    file,
    onFile: (next) => {
      setText(null);
      setChosen(null);
      sending.reset();
      file.choose(next);
    },
    onText: (column) => {
      setText(column);
      setChosen(null);
    },
    purpose,
    onPurpose: (next) => {
      setPurpose(next);
      setChosen(null);
    },
    labels,
    onLabels: setChosen,
    waitsFor: waiting(file, purpose, labels),
    send: () => {
      setSent(0);
      sending.mutate();
    },
    sent: sending.isPending ? sent : null,
    error: sending.error,
    known: sending.data?.job_id === null,
  };
}

/** What is done with the labels of a file before anybody says: a test set is nothing without them. */
function unasked(
  table: Table,
  text: string,
  classes: readonly string[],
  purpose: Purpose,
): LabelUse | null {
  if (purpose === "pool") return usedUnasked(table, text, classes, "any");
  return { ...NO_LABELS, column: guessLabels(table, text, classes) };
}

function waiting({ reading }: FileState, purpose: Purpose, labels: LabelUse): string | null {
  if (!reading || reading.table.kept === 0) return words.chooseAFileFirst;
  if (purpose === "evaluation" && labels.column === null) return words.testSetNeeds;
  return null;
}
