import { useNow } from "@/components/use-now";
import { Menu } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import type { Schema } from "@/api/client";
import { me } from "@/api/queries";
import { classes } from "@/components/classes";
import { ago, duration, figure } from "@/words/figures";
import { words } from "@/words/project/people";
import { AccountDialog } from "./AccountDialog";
import { Card } from "../Card";
import styles from "../Card.module.css";
import { members, type Stats } from "@/api/project";
import { SignInLinkDialog } from "./SignInLinkDialog";

type Member = Schema<"ProjectMember">;

interface PeopleProps extends Pick<Stats, "people"> {
  projectId: number;
  /** Whether links to the project can be made. */
  changes: boolean;
}

/** Who labels, how much and how fast. */
export function People({ projectId, people, changes }: PeopleProps) {
  const { data: everybody = [] } = useQuery(members(projectId));
  const { data: asking } = useQuery(me);
  const [signingIn, setSigningIn] = useState<Member | null>(null);
  const [changing, setChanging] = useState<Member | null>(null);
  const now = useNow(10_000);
  const annotators = new Map(
    everybody.filter(({ role }) => role === "annotator").map((one) => [one.user_id, one]),
  );
  const practised = new Map(
    everybody.flatMap(({ user_id, practice }) =>
      practice ? [[user_id, words.rightOf(practice.right, practice.answered)]] : [],
    ),
  );
  const programs = new Set(
    [...everybody, ...people].flatMap((one) => (one.is_program ? [one.user_id] : [])),
  );
  const rows = people.toSorted((a, b) => b.answers - a.answers || b.labels_set - a.labels_set);
  const showsPace = rows.some(({ median_seconds: median }) => median !== null);
  const setsLabels = rows.some(({ labels_set: labels }) => labels > 0);
  const seen = new Set(rows.map(({ user_id }) => user_id));
  const waiting = [...annotators.values()].filter(({ user_id }) => !seen.has(user_id));
  return (
    <Card title={words.people}>
      {rows.length + waiting.length === 0 ? (
        <p className="quiet">{words.nobodyHasLabelledYet}</p>
      ) : (
        <div className={styles.scroll} tabIndex={rows.length + waiting.length > 8 ? 0 : undefined}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{words.name}</th>
                <th scope="col">{words.answers}</th>
                {setsLabels && (
                  <th scope="col" title={words.labelsSetMeans}>
                    {words.labelsSet}
                  </th>
                )}
                {showsPace && <th scope="col">{words.median}</th>}
                <th scope="col">{words.seen}</th>
                {practised.size > 0 && <th scope="col">{words.practised}</th>}
                {annotators.size > 0 && (
                  <th scope="col" className={styles.narrow}>
                    <span className="unseen">{words.more}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {[...rows, ...waiting.map(nothingYet)].map((person) => (
                <tr key={person.user_id}>
                  <td>
                    <bdi>{person.name}</bdi>
                    {programs.has(person.user_id) && <span className="quiet">{words.program}</span>}
                    {annotators.get(person.user_id)?.state === "disabled" && (
                      <span className="quiet">{words.disabled}</span>
                    )}
                  </td>
                  <td>{figure(person.answers)}</td>
                  {setsLabels && <td>{figure(person.labels_set)}</td>}
                  {showsPace && (
                    <td>
                      {person.median_seconds === null ? "–" : duration(person.median_seconds)}
                    </td>
                  )}
                  <td>{person.last_seen ? ago(person.last_seen, now) : "–"}</td>
                  {practised.size > 0 && <td>{practised.get(person.user_id) ?? "–"}</td>}
                  {annotators.size > 0 && (
                    <td className={styles.narrow}>
                      <More
                        member={annotators.get(person.user_id)}
                        onSignIn={changes ? setSigningIn : null}
                        onChange={asking?.role === "admin" ? setChanging : null}
                      />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {people.map(words.agreesWithPeople).map(
        (sentence) =>
          sentence && (
            <p key={sentence} className={classes("small", "quiet", "above3")}>
              {sentence}
            </p>
          ),
      )}
      {rows.length > 1 && (
        <p className={classes("small", "quiet", "above3")}>
          <Link href={`/projects/${projectId}/review?list=agreement`}>{words.howFarTheyAgree}</Link>
        </p>
      )}
      {changing && (
        <AccountDialog projectId={projectId} member={changing} onClose={() => setChanging(null)} />
      )}
      {signingIn && (
        <SignInLinkDialog
          projectId={projectId}
          member={signingIn}
          onClose={() => setSigningIn(null)}
        />
      )}
    </Card>
  );
}

/** The figures of someone who has joined and not answered. */
const nothingYet = ({ user_id, name }: Member) => ({
  user_id,
  name,
  answers: 0,
  labels_set: 0,
  median_seconds: null,
  last_seen: null,
});

interface MoreProps {
  member?: Member;
  onSignIn: ((member: Member) => void) | null;
  /** Only administrators shut accounts. */
  onChange: ((member: Member) => void) | null;
}

function More({ member, onSignIn, onChange }: MoreProps) {
  const signIn = member?.state === "active" ? onSignIn : null;
  if (!member || !(signIn || onChange)) return null;
  return (
    <Menu position="bottom-end" width={160}>
      <Menu.Target>
        <button type="button" className="icon" aria-label={words.moreOf(member.name)}>
          ⋯
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {signIn && <Menu.Item onClick={() => signIn(member)}>{words.signInLink}</Menu.Item>}
        {onChange && (
          <Menu.Item onClick={() => onChange(member)}>
            {member.state === "active" ? words.disableAccount : words.enableAccount}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
