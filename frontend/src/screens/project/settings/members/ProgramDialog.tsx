import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, body, inProject } from "@/api/client";
import { Dialog } from "@/components/dialog/Dialog";
import { words } from "@/words/project/people";
import styles from "../../Dialogs.module.css";
import { members } from "@/api/project";
import { MadeToken } from "./MadeToken";

type Role = "annotator" | "engineer";

const ROLES: { value: Role; label: string }[] = [
  { value: "annotator", label: words.labelTexts },
  { value: "engineer", label: words.runsProject },
];

/** Adds a member that is a program, and shows its token, once. */
export function ProgramDialog({ projectId, onClose }: { projectId: number; onClose(): void }) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("annotator");
  const queries = useQueryClient();
  const add = useMutation({
    mutationFn: () =>
      body(
        api.POST("/api/v1/projects/{project_id}/programs", {
          ...inProject(projectId),
          body: { name, role },
        }),
      ),
    onSuccess: () => void queries.invalidateQueries(members(projectId)),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Dialog title={words.addAProgram} onClose={onClose}>
      {add.data ? (
        <MadeToken token={add.data.token} name={add.data.name} />
      ) : (
        <form className={styles.inviteDialogForm} onSubmit={submit}>
          <p className="quiet">{words.programAbout}</p>
          <TextInput
            label={words.name}
            value={name}
            maxLength={80}
            required
            data-autofocus
            error={add.error?.message}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NativeSelect
            label={words.itMay}
            data={ROLES}
            value={role}
            onChange={(event) => setRole(event.currentTarget.value as Role)}
          />
          <Button type="submit" loading={add.isPending}>
            {words.add}
          </Button>
        </form>
      )}
    </Dialog>
  );
}
