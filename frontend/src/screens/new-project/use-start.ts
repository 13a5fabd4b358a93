import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { ApiError } from "@/state/errors";
import { separatorAs } from "@/files/labels/sets";
import type { FileState } from "@/files/use-file";
import { words } from "@/words/new-project";
import { figureErrors, type FieldErrors, nameFromFile, projectBody } from "./body";
import { FIGURES } from "./draft";
import { kindOf } from "./kind";
import { labelsOf } from "./labels";
import { placeOf, startProject } from "./send";
import type { DraftState } from "./use-draft";

export interface StartState {
  /** The name as it will be: as typed, or as the file is called. */
  name: string;
  /** By step, and for the last step by field. */
  errors: { data?: string; answers?: string; start?: string; fields: FieldErrors };
  /** 0..1 while the file is on its way; null otherwise. */
  sent: number | null;
  start(): void;
}

/** Makes the project and opens its labelling screen. Errors go to the field they are about. */
export function useStart(draft: DraftState, { file, reading, choose }: FileState): StartState {
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const [sent, setSent] = useState(0);
  const [tried, setTried] = useState(false);
  const name = draft.draft.name ?? (file ? nameFromFile(file.name) : "");

  const starting = useMutation({
    mutationFn: async () => {
      if (!file || !reading) throw new Error("Choose a file first.");
      const { meaning, encoding, table, manner } = reading;
      const kind = kindOf(draft.draft, reading);
      const labels = labelsOf(draft.draft, reading);
      return startProject(
        {
          project: projectBody(draft.draft, kind, name),
          file,
          format: table.format,
          packed: table.packed,
          encoding,
          columns: { ...meaning, label: draft.draft.label },
          labels,
          separator: separatorAs(kind, table, labels.column),
          role: "pool",
          manner,
        },
        setSent,
      );
    },
    onSuccess: (id) => {
      draft.drop();
      choose(null);
      void queries.invalidateQueries({ queryKey: ["projects"] });
      navigate(`/projects/${id}/label`);
    },
  });

  const fields: FieldErrors = tried ? figureErrors(draft.draft) : {};
  if (tried && name.trim() === "") fields["name"] = words.theProjectNeedsAName;
  const errors: StartState["errors"] = { fields };
  const { error } = starting;
  if (error) {
    const place = placeOf(error);
    const field = error instanceof ApiError ? error.field : null;
    if (place === "start" && field !== null && FIELDS.has(field)) fields[field] = error.message;
    else errors[place] = error.message;
  }

  return {
    name,
    errors,
    sent: starting.isPending ? sent : null,
    start: () => {
      setTried(true);
      setSent(0);
      const wrong = Object.keys(figureErrors(draft.draft)).length > 0 || name.trim() === "";
      if (!wrong) starting.mutate();
    },
  };
}

const FIELDS = new Set([
  ...["name", "encoder", "strategy", "currency", "audits", "target", "price_per_hour"],
  ...FIGURES,
]);
