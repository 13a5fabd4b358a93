import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, inProject } from "@/api/client";
import { project as projectQuery } from "@/api/queries";
import { Dialog } from "@/components/dialog/Dialog";
import { LONGEST_NAME } from "@/files/limits";
import { words } from "@/words/label/label";
import { useLabelling } from "../context";

/** A class that the text on the screen needs and nobody thought of. It is there for all at once. */
export function AddClassDialog() {
  const { project, view } = useLabelling();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const close = () => view.change({ dialog: null });
  const add = useMutation({
    mutationFn: () =>
      api.POST("/api/v1/projects/{project_id}/classes", {
        ...inProject(project.id),
        body: { name: name.trim(), description: description.trim() },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: projectQuery(project.id).queryKey, exact: true });
      close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") add.mutate();
  };
  return (
    <Dialog title={words.addAClass} onClose={close}>
      <form onSubmit={submit} className="stack gap4">
        <TextInput
          label={words.name}
          data-autofocus
          maxLength={LONGEST_NAME}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={add.error?.message}
        />
        <TextInput
          label={words.description}
          description={words.addClassHint}
          maxLength={2_000}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <p className="small quiet">{words.everybodyWhoLabelsCan}</p>
        <div>
          <Button type="submit" disabled={name.trim() === ""} loading={add.isPending}>
            {words.add}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
