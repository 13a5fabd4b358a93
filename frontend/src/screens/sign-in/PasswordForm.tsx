import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { waysIn } from "@/api/queries";
import { words } from "@/words/sign-in";
import { enter } from "@/api/session/enter";
import styles from "./SignIn.module.css";

/** For people who have a password, where anybody has; folded away, as most come by a link. */
export function PasswordForm({ next }: { next: string }) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [, navigate] = useLocation();
  const { data: ways } = useQuery(waysIn);
  const queries = useQueryClient();
  const signIn = useMutation({
    mutationFn: () => enter({ name, password }, queries),
    onSuccess: () => navigate(next, { replace: true }),
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };

  if (!ways?.passwords) return null;
  return (
    <details className={styles.password}>
      <summary>{words.signInWithAPassword}</summary>
      <form onSubmit={submit} className={styles.form}>
        <TextInput
          label={words.name}
          autoComplete="username"
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={words.password}
          type="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={signIn.error?.message}
        />
        <Button type="submit" loading={signIn.isPending}>
          {words.signIn}
        </Button>
      </form>
    </details>
  );
}
