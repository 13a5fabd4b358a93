import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { api, body } from "@/api/client";
import { me, project } from "@/api/queries";
import { QuietPage } from "@/components/QuietPage";
import { enter, fragment } from "@/screens/sign-in/enter";
import { invited } from "@/state/invited";
import styles from "./InviteScreen.module.css";

/** Where an invitation leads: a name, and one is labelling. Who came by it before goes on as
 * themselves, also when the session has ended: a name typed anew would make a second account. */
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
    mutationFn: async (as: { name: string } | null) => {
      const { project_name, invited_by } = invitation.data!;
      const entered = await enter({ token, ...as }, queries);
      invited.set({ project: project_name, by: invited_by, returns: true });
      return entered;
    },
    onSuccess: ({ project_id }) => {
      navigate(project_id ? `/projects/${project_id}/label` : "/", { replace: true });
    },
  });

  if (token === "" || invitation.error)
    return (
      <QuietPage title="This invitation doesn't work">
        <p>{invitation.error?.message ?? "The link is not complete. Ask whoever sent it."}</p>
      </QuietPage>
    );
  if (!invitation.data || user.isPending || (user.data && known.isPending)) return null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") join.mutate({ name: name.trim() });
  };

  const { project_name, invited_by, returning } = invitation.data;
  const isKnown = isMember || returning !== null;
  return (
    <QuietPage title={project_name}>
      {isMember ? (
        <>
          <p>
            You are signed in as{" "}
            <b>
              <bdi>{user.data?.name}</bdi>
            </b>{" "}
            and belong to this project already.
          </p>
          <Button
            autoFocus
            className={styles.start}
            onClick={() => navigate(`/projects/${known.data.id}/label`)}
          >
            Go on labelling
          </Button>
        </>
      ) : returning !== null ? (
        <>
          <p>
            You came by this invitation as{" "}
            <b>
              <bdi>{returning}</bdi>
            </b>
            , in this browser.
          </p>
          <Button
            autoFocus
            className={styles.start}
            loading={join.isPending && join.variables === null}
            onClick={() => join.mutate(null)}
          >
            Go on as&nbsp;<bdi>{returning}</bdi>
          </Button>
        </>
      ) : (
        <p>
          <bdi>{invited_by}</bdi> invites you to label texts. Tell your colleagues who you are, then
          start.
        </p>
      )}
      <p className={styles.quiet}>
        {isKnown ? (
          "Someone else? Type your name, and label as yourself."
        ) : (
          <>
            Have you labelled here before? A name makes a new account; ask <bdi>{invited_by}</bdi>{" "}
            for a link to yours.
          </>
        )}
      </p>
      <form onSubmit={submit} className={styles.form}>
        <TextInput
          label="Your name"
          autoComplete="name"
          autoFocus={!isKnown}
          required
          withAsterisk={false}
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={join.error?.message}
        />
        <Button
          type="submit"
          variant={isKnown ? "default" : "filled"}
          loading={join.isPending && join.variables !== null}
        >
          Start labelling
        </Button>
      </form>
    </QuietPage>
  );
}
