import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { useLocation } from "wouter";
import { api, body } from "@/api/client";
import { me, project } from "@/api/queries";
import { Problem } from "@/components/Problem";
import { QuietPage } from "@/components/page/QuietPage";
import { enter, fragment } from "@/api/session/enter";
import { invited } from "@/state/invited";
import { words } from "@/words/invite";
import styles from "./InviteScreen.module.css";

/** The way on of somebody who is known here. */
interface Way {
  says: ReactNode;
  button: ReactNode;
  waits: boolean;
  take(): void;
}

/** Where an invitation leads: a name, and one is labelling. Who came by it before goes on as
 * themselves, also when the session has ended, and so does who is signed in for another project: a
 * name typed anew would make a second account. */
export default function InviteScreen() {
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
  const open = (id: number | null | undefined) =>
    navigate(id ? `/projects/${id}/label` : "/", { replace: true });
  const join = useMutation({
    mutationFn: async (as: { name: string } | null) => {
      const { project_name, invited_by } = invitation.data!;
      const entered = await enter({ token, ...as }, queries);
      invited.set({ project: project_name, by: invited_by, returns: true });
      return entered;
    },
    onSuccess: ({ project_id }) => open(project_id),
  });
  const accept = useMutation({
    mutationFn: () => body(api.POST("/api/v1/invitation:accept", { body: { token } })),
    onSuccess: async ({ project_id }) => {
      await queries.invalidateQueries({ queryKey: ["projects"] });
      open(project_id);
    },
  });

  if (token === "" || invitation.error)
    return (
      <QuietPage title={words.thisInvitationDoesntWork}>
        <p>{invitation.error?.message ?? words.incompleteLink}</p>
      </QuietPage>
    );
  if (!invitation.data || user.isPending || (user.data && known.isPending)) return null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") join.mutate({ name: name.trim() });
  };

  const { project_name, invited_by, returning } = invitation.data;
  const inviter = <bdi>{invited_by}</bdi>;
  const own = user.data && <bdi>{user.data.name}</bdi>;
  const way: Way | null = isMember
    ? {
        says: words.signedInAs(<b>{own}</b>),
        button: words.goOnLabelling,
        waits: false,
        take: () => open(known.data.id),
      }
    : returning !== null
      ? {
          says: words.returnNote(
            <b>
              <bdi>{returning}</bdi>
            </b>,
          ),
          button: words.goOnAs(<bdi>{returning}</bdi>),
          waits: join.isPending && join.variables === null,
          take: () => join.mutate(null),
        }
      : own
        ? {
            says: words.invitesYouAs(inviter, <b>{own}</b>),
            button: words.goOnAs(own),
            waits: accept.isPending,
            take: () => accept.mutate(),
          }
        : null;
  return (
    <QuietPage title={project_name}>
      <p>{way ? way.says : words.invitation(inviter)}</p>
      {way && (
        <Button autoFocus className={styles.start} loading={way.waits} onClick={way.take}>
          {way.button}
        </Button>
      )}
      {accept.error && <Problem error={accept.error} />}
      <p className="quiet">{way ? words.nameHint : words.haveYouLabelledHere(inviter)}</p>
      <form onSubmit={submit} className={styles.form}>
        <TextInput
          label={words.yourName}
          autoComplete="name"
          autoFocus={!way}
          required
          withAsterisk={false}
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={join.error?.message}
        />
        <Button
          type="submit"
          variant={way ? "default" : "filled"}
          loading={join.isPending && join.variables !== null}
        >
          {words.startLabelling}
        </Button>
      </form>
    </QuietPage>
  );
}
