import { Wrong } from "@/components/Wrong";
import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, body } from "@/api/client";
import { Dialog } from "@/components/dialog/Dialog";
import { words } from "@/words/project/classes";
import styles from "./Classes.module.css";
import type { ClassActions, ProjectClass } from "./use-classes";

interface MergeDialogProps {
  projectId: number;
  found: ProjectClass;
  /** The classes that it may mean; the first is proposed. */
  others: readonly ProjectClass[];
  onMerge: ClassActions["merge"];
  onClose(): void;
}

/** Says what a merge would change, and does it. */
export function MergeDialog({ projectId, found, others, onMerge, onClose }: MergeDialogProps) {
  const [chosen, setChosen] = useState(others[0]!.id);
  const into = others.find(({ id }) => id === chosen) ?? others[0]!;
  const { data, error } = useQuery({
    queryKey: ["projects", projectId, "classes", found.id, "merge", into.id],
    queryFn: () =>
      body(
        api.POST("/api/v1/projects/{project_id}/classes/{class_id}/merge", {
          params: { path: { project_id: projectId, class_id: found.id } },
          body: { into: into.id, dry_run: true },
        }),
      ),
    staleTime: 0,
  });
  return (
    <Dialog title={words.merge(found.name)} onClose={onClose}>
      <form
        className="stack gap3"
        onSubmit={(event) => {
          event.preventDefault();
          onMerge(found, into);
          onClose();
        }}
      >
        <NativeSelect
          label={words.into}
          data-autofocus
          data={others.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={String(chosen)}
          onChange={(event) => setChosen(Number(event.currentTarget.value))}
        />
        <p role="status" className={styles.what}>
          {data && (
            <>
              {words.mergeEffect(
                <strong>{words.labels(data.labels)}</strong>,
                into.name,
                data.decided_anew > 0 && words.decidedAnew(data.decided_anew),
              )}
            </>
          )}
        </p>
        <Wrong error={error} />
        <p className="small quiet">{words.mergeNote(found.name)}</p>
        <div>
          <Button type="submit" disabled={!data}>
            {words.mergeButton}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
