import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/api/client";
import { ApiError } from "@/state/errors";
import { me } from "@/api/queries";
import { Dialog } from "@/components/dialog/Dialog";
import { words } from "@/words/common";
import styles from "./Account.module.css";

const SHORTEST = 10;
const LONGEST = 200;

interface PasswordDialogProps {
  name: string;
  hasOne: boolean;
  onClose(): void;
}

/** Sets the password that someone signs in with, beside their name. */
export function PasswordDialog({ name, hasOne, onClose }: PasswordDialogProps) {
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () =>
      api.PUT("/api/v1/me/password", {
        body: { password, current: hasOne ? current : null },
      }),
    onSuccess: () => void queries.invalidateQueries(me),
  });
  const about = (field: string) =>
    save.error instanceof ApiError && save.error.field === field ? save.error.message : undefined;
  const elsewhere = save.error && !about("current") && !about("password");

  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };

  return (
    <Dialog title={hasOne ? words.changeThePassword : words.setAPassword} onClose={onClose}>
      {save.isSuccess ? (
        <div className={styles.form}>
          <p role="status">
            {words.passwordSaved(
              <b>
                <bdi>{name}</bdi>
              </b>,
            )}
          </p>
          <Button onClick={onClose}>{words.done}</Button>
        </div>
      ) : (
        <form onSubmit={submit} className={styles.form}>
          <p className="quiet">{words.passwordNote(<bdi>{name}</bdi>)}</p>
          <input type="text" hidden autoComplete="username" value={name} readOnly />
          {hasOne && (
            <TextInput
              label={words.passwordNow}
              type="password"
              autoComplete="current-password"
              required
              withAsterisk={false}
              maxLength={LONGEST}
              value={current}
              onChange={(event) => setCurrent(event.currentTarget.value)}
              error={about("current")}
            />
          )}
          <TextInput
            label={words.newPassword}
            description={words.atLeastCharacters(SHORTEST)}
            type="password"
            autoComplete="new-password"
            required
            withAsterisk={false}
            minLength={SHORTEST}
            maxLength={LONGEST}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={about("password")}
          />
          {elsewhere && (
            <p role="alert" className="error">
              {save.error.message}
            </p>
          )}
          <Button type="submit" loading={save.isPending}>
            {words.save}
          </Button>
        </form>
      )}
    </Dialog>
  );
}
