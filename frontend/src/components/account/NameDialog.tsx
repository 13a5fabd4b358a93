import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/api/client";
import { Dialog } from "@/components/dialog/Dialog";
import { words } from "@/words/common";
import styles from "./Account.module.css";

const LONGEST = 80;

interface NameDialogProps {
  name: string;
  /** They sign in by their name and a password. */
  signsInByIt: boolean;
  onClose(): void;
}

/** Changes what somebody is called. */
export function NameDialog({ name, signsInByIt, onClose }: NameDialogProps) {
  const [typed, setTyped] = useState(name);
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () => api.PATCH("/api/v1/me", { body: { name: typed } }),
    onSuccess: () => {
      void queries.invalidateQueries(); // names stand in lists, histories and cards
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog title={words.changeTheName} onClose={onClose}>
      <form onSubmit={submit} className={styles.form}>
        <p className="quiet">
          {words.othersSeeItBeside} {signsInByIt && words.signInNameNote}
        </p>
        <TextInput
          label={words.yourName}
          autoComplete="name"
          data-autofocus
          required
          withAsterisk={false}
          maxLength={LONGEST}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            save.reset();
          }}
          error={save.error?.message}
        />
        <Button type="submit" loading={save.isPending}>
          {words.save}
        </Button>
      </form>
    </Dialog>
  );
}
