import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, body, inProject, type Schema } from "@/api/client";
import { type Project, project as projectQuery } from "@/api/queries";

export type Change = Schema<"ProjectChange">;
/** What the page changes of a project, one at a time. */
export type SettingName = keyof Change & keyof Project;

export interface Saved<Value> {
  value: Value;
  save(value: Value): void;
  /** Takes back what was saved last; null: nothing was, or it is still on its way. */
  undo: (() => void) | null;
  error: Error | null;
  /** What was refused is of no matter any more: the field is written in, or left as it is. */
  forget(): void;
}

/** A setting that is saved by itself, as soon as it is another. */
export function useSaved<Name extends SettingName>(
  project: Project,
  name: Name,
): Saved<Project[Name]> {
  const queries = useQueryClient();
  const [before, setBefore] = useState<{ value: Project[Name] } | null>(null);
  const change = useMutation({
    // One after the other: the last one counts, however slow the network is.
    scope: { id: `settings-${project.id}` },
    mutationFn: (value: Project[Name]) =>
      body(
        api.PATCH("/api/v1/projects/{project_id}", {
          ...inProject(project.id),
          body: { [name]: value },
        }),
      ),
    onSuccess: (changed) => {
      queries.setQueryData(projectQuery(project.id).queryKey, changed);
      // The list has its name and state, and figures go by its target and prices.
      void queries.invalidateQueries({ queryKey: ["projects"], refetchType: "active" });
    },
  });
  // What is on its way shows already: a field that fell back for a moment would be read as refused.
  const value = change.isPending ? change.variables : project[name];
  const forget = () => change.error && change.reset();
  const put = (next: Project[Name], then: { value: Project[Name] } | null) =>
    change.mutate(next, { onSuccess: () => setBefore(then) });
  return {
    value,
    save: (next) => {
      if (next !== value) put(next, { value });
      else forget();
    },
    undo: before && !change.isPending ? () => put(before.value, null) : null,
    error: change.error,
    forget,
  };
}
