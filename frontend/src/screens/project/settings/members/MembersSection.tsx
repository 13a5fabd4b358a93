import { Wrong } from "@/components/Wrong";
import { Button, Menu, NativeSelect } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, body, type Schema } from "@/api/client";
import { me, type Project, stats as statsQuery } from "@/api/queries";
import { Lines } from "@/components/page/Loading";
import { Problem } from "@/components/Problem";
import { words as ofPeople } from "@/words/project/people";
import { words } from "@/words/settings/settings";
import { AccountDialog } from "../../people/AccountDialog";
import { members } from "@/api/project";
import { SignInLinkDialog } from "../../people/SignInLinkDialog";
import styles from "../Settings.module.css";
import { ProgramDialog } from "./ProgramDialog";
import { RemoveMemberDialog } from "./RemoveMemberDialog";
import { Section } from "../Section";
import { TokenDialog } from "./TokenDialog";
import { SetAsideDialog } from "./SetAsideDialog";
import { SetAsideList } from "./SetAsideList";

type Member = Schema<"ProjectMember">;
type MemberChange = Schema<"MemberChange">;
type Opened = "remove" | "link" | "account" | "token" | "set-aside";

/** What someone may do in the project. */
const ROLES = [
  { value: "annotator", label: "labels" },
  { value: "adjudicator", label: words.adjudicatorRole },
  { value: "engineer", label: words.engineerRole },
] as const;
type RoleName = (typeof ROLES)[number]["value"];

const CHANGES: Record<RoleName, MemberChange> = {
  annotator: { role: "annotator", adjudicates: false },
  adjudicator: { role: "annotator", adjudicates: true },
  engineer: { role: "engineer" },
};

const roleOf = ({ role, adjudicates }: Member): RoleName =>
  role === "annotator" ? (adjudicates ? "adjudicator" : "annotator") : "engineer";

/** Who is in the project, and what they may do. */
export function MembersSection({ project }: { project: Project }) {
  const query = useQuery(members(project.id));
  const { data: asking } = useQuery(me);
  const { data: stats } = useQuery(statsQuery(project.id));
  const [open, setOpen] = useState<{ what: Opened; member: Member } | null>(null);
  const [adding, setAdding] = useState(false);
  const answers = new Map(stats?.people.map((one) => [one.user_id, one.answers]));
  const labelsSet = new Map(stats?.people.map((one) => [one.user_id, one.labels_set]));
  const close = () => setOpen(null);
  const dialog = open && { projectId: project.id, member: open.member, onClose: close };
  return (
    <Section title={words.members} about={words.membersAbout} effect="now">
      {query.error && <Problem error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Lines />}
      <ul className="above3" aria-label={words.members}>
        {query.data?.map((member) => (
          <Row
            key={member.user_id}
            project={project}
            member={member}
            answers={answers.get(member.user_id) ?? 0}
            labelsSet={labelsSet.get(member.user_id) ?? 0}
            self={member.user_id === asking?.id}
            admin={asking?.role === "admin"}
            onOpen={(what) => setOpen({ what, member })}
          />
        ))}
      </ul>
      <Button variant="default" className="above3" onClick={() => setAdding(true)}>
        {ofPeople.addAProgram}
      </Button>
      <SetAsideList projectId={project.id} />
      {adding && <ProgramDialog projectId={project.id} onClose={() => setAdding(false)} />}
      {dialog && open.what === "token" && <TokenDialog {...dialog} />}
      {dialog && open.what === "link" && <SignInLinkDialog {...dialog} />}
      {dialog && open.what === "account" && <AccountDialog {...dialog} />}
      {dialog && open.what === "set-aside" && (
        <SetAsideDialog {...dialog} answers={answers.get(open.member.user_id) ?? 0} />
      )}
      {dialog && open.what === "remove" && (
        <RemoveMemberDialog {...dialog} answers={answers.get(open.member.user_id) ?? 0} />
      )}
    </Section>
  );
}

interface RowProps {
  project: Project;
  member: Member;
  answers: number;
  labelsSet: number;
  self: boolean;
  admin: boolean;
  onOpen(what: Opened): void;
}

function Row({ project, member, answers, labelsSet, self, admin, onOpen }: RowProps) {
  const queries = useQueryClient();
  const projectId = project.id;
  const change = useMutation({
    mutationFn: (role: RoleName) =>
      body(
        api.PATCH("/api/v1/projects/{project_id}/members/{user_id}", {
          params: { path: { project_id: projectId, user_id: member.user_id } },
          body: CHANGES[role],
        }),
      ),
    onSuccess: () => queries.invalidateQueries(members(projectId)),
  });
  const mark = useMutation({
    mutationFn: (isProgram: boolean) => {
      const at = { params: { path: { project_id: projectId, user_id: member.user_id } } };
      const path = "/api/v1/projects/{project_id}/members/{user_id}/program";
      return body(isProgram ? api.PUT(path, at) : api.DELETE(path, at));
    },
    onSuccess: () => queries.invalidateQueries(members(projectId)),
  });
  const disabled = member.state === "disabled";
  const owner = member.is_owner;
  // Of whoever does more than label only administrators make one.
  const links = !disabled && (admin || member.role === "annotator");
  const shuts = admin && !self;
  return (
    <li className={styles.membersRow}>
      <span className={styles.name}>
        <bdi>{member.name}</bdi>
        {self && <span className="small quiet figures">{words.you}</span>}
        {owner && <span className="small quiet figures">{words.owner}</span>}
        {disabled && <span className="small quiet figures">{words.disabled}</span>}
        {member.is_program && <span className="small quiet figures">{words.program}</span>}
      </span>
      <span className="small quiet figures">{words.gave(answers, labelsSet)}</span>
      <NativeSelect
        aria-label={words.whatMayDo(member.name)}
        data={ROLES}
        value={roleOf(member)}
        disabled={owner}
        title={owner ? words.theOwnerStays : undefined}
        onChange={(event) => change.mutate(event.currentTarget.value as RoleName)}
      />
      {(links || shuts || !owner || answers > 0) && (
        <Menu position="bottom-end" width={200}>
          <Menu.Target>
            <button type="button" className="icon" aria-label={words.moreOf(member.name)}>
              ⋯
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {links && <Menu.Item onClick={() => onOpen("link")}>{words.signInLink}</Menu.Item>}
            {admin && !disabled && (
              <Menu.Item onClick={() => onOpen("token")}>{ofPeople.token}</Menu.Item>
            )}
            {shuts && (
              <Menu.Item onClick={() => onOpen("account")}>
                {disabled ? words.enableAccount : words.disableAccount}
              </Menu.Item>
            )}
            {!owner && links && (
              <Menu.Item onClick={() => mark.mutate(!member.is_program)}>
                {member.is_program ? words.isAPerson : words.isAProgram}
              </Menu.Item>
            )}
            {answers > 0 && (
              <Menu.Item onClick={() => onOpen("set-aside")}>{words.setAsideAll}</Menu.Item>
            )}
            {!owner && (
              <Menu.Item onClick={() => onOpen("remove")}>{words.removeFromTheProject}</Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      <Wrong error={change.error ?? mark.error} />
    </li>
  );
}
