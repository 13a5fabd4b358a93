import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { api, body } from "@/api/client";
import { me, project } from "@/api/queries";
import { QuietPage } from "@/components/QuietPage";
import { enter, fragment } from "@/screens/sign-in/enter";
import styles from "./InviteScreen.module.css";

/** Where an invitation leads: a name, and one is labelling. Who was here before goes on. */
export function InviteScreen() {
  const [token] = useState(() => fragment("token") ?? "");
  const [name, setName] = useState("");
  const [, navigate] = useLocation();
  const queries = useQueryClient();

  const invitation = useQuery({
    queryKey: ["invitation", token],
    queryFn: () => body(api.POST("/api/v1/invitation", { body: { token } })),
    enabled: token !== "",
  });
  const user = useQuery(me);
  const known = useQuery({
    ...project(invitation.data?.project_id ?? 0),
    enabled: invitation.data !== undefined && user.data !== undefined,
  });
  const isMember = known.data !== undefined;
  const join = useMutation({
    mutationFn: () => enter({ token, name: name.trim() }),
    onSuccess: ({ project_id }) => {
      queries.clear();
      navigate(project_id ? `/projects/${project_id}/label` : "/", { replace: true });
    },
  });

  if (token === "" || invitation.error)
    return (
      <QuietPage title="This invitation doesn't work">
        <p>{invitation.error?.message ?? "The link is not complete."}</p>
        <p className={styles.quiet}>Ask whoever sent it for a new one.</p>
      </QuietPage>
    );
  if (!invitation.data || user.isPending || (user.data && known.isPending)) return null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") join.mutate();
  };

  return (
    <QuietPage title={invitation.data.project_name}>
      {isMember ? (
        <>
          <p>
            You are signed in as <b>{user.data?.name}</b> and belong to this project already.
          </p>
          <Button
            autoFocus
            className={styles.start}
            onClick={() => navigate(`/projects/${known.data.id}/label`)}
          >
            Go on labelling
          </Button>
          <p className={styles.quiet}>Someone else? Type your name, and label as yourself.</p>
        </>
      ) : (
        <p>You are invited to label texts. Tell your colleagues who you are, then start.</p>
      )}
      <form onSubmit={submit} className={styles.form}>
        <TextInput
          label="Your name"
          autoComplete="name"
          autoFocus={!isMember}
          required
          withAsterisk={false}
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={join.error?.message}
        />
        <Button type="submit" variant={isMember ? "default" : "filled"} loading={join.isPending}>
          Start labelling
        </Button>
      </form>
    </QuietPage>
  );
}
