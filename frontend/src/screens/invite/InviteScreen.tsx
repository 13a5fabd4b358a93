import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { api, body } from "@/api/client";
import { me, project } from "@/api/queries";
import { QuietPage } from "@/components/QuietPage";
import { enter, fragment } from "@/screens/sign-in/enter";
import { invited } from "@/state/invited";
import { words } from "@/words/invite";
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
      <QuietPage title={words.thisInvitationDoesntWork}>
        <p>{invitation.error?.message ?? words.theLinkIsNotCompleteAsk}</p>
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
            {words.youAreSignedInAsAnd(
              <b>
                <bdi>{user.data?.name}</bdi>
              </b>,
            )}
          </p>
          <Button
            autoFocus
            className={styles.start}
            onClick={() => navigate(`/projects/${known.data.id}/label`)}
          >
            {words.goOnLabelling}
          </Button>
        </>
      ) : returning !== null ? (
        <>
          <p>
            {words.youCameByThisInvitation(
              <b>
                <bdi>{returning}</bdi>
              </b>,
            )}
          </p>
          <Button
            autoFocus
            className={styles.start}
            loading={join.isPending && join.variables === null}
            onClick={() => join.mutate(null)}
          >
            {words.goOnAs(<bdi>{returning}</bdi>)}
          </Button>
        </>
      ) : (
        <p>{words.invitesYouToLabelTexts(<bdi>{invited_by}</bdi>)}</p>
      )}
      <p className={styles.quiet}>
        {isKnown ? (
          words.someoneElseTypeYourName
        ) : (
          <>{words.haveYouLabelledHere(<bdi>{invited_by}</bdi>)}</>
        )}
      </p>
      <form onSubmit={submit} className={styles.form}>
        <TextInput
          label={words.yourName}
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
          {words.startLabelling}
        </Button>
      </form>
    </QuietPage>
  );
}
