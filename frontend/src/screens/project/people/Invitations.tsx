import { TextButton } from "@/components/TextButton";
import { Wrong } from "@/components/Wrong";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Schema } from "@/api/client";
import { day } from "@/words/figures";
import { words } from "@/words/project/people";
import card from "../Card.module.css";
import styles from "../Dialogs.module.css";
import { invitations } from "@/api/project";

const terms = ({ uses_left, expires_at, made_by }: Schema<"OpenInvitation">): string =>
  `${words.uses(uses_left)} left · until ${day(expires_at)} · by ${made_by}`;

/** The links that people can still join by, each with the way to end it. */
export function Invitations({ projectId }: { projectId: number }) {
  const { data: open = [] } = useQuery(invitations(projectId));
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: (id: number) =>
      api.DELETE("/api/v1/projects/{project_id}/invitations/{invitation_id}", {
        params: { path: { project_id: projectId, invitation_id: id } },
      }),
    onSettled: () => queries.invalidateQueries(invitations(projectId)),
  });
  if (open.length === 0) return null;
  return (
    <section className={styles.open} aria-label={words.linksThatStillWork}>
      <h3 className="quiet">{words.linksThatStillWork}</h3>
      <ul>
        {open.map((one) => (
          <li key={one.id}>
            <div className={card.line}>
              <span>{one.role === "annotator" ? words.toLabelTexts : words.toRunProject}</span>
              <TextButton
                quiet
                aria-label={words.revokeOf(terms(one))}
                onClick={() => revoke.mutate(one.id)}
              >
                {words.revoke}
              </TextButton>
            </div>
            <p className="small quiet">{terms(one)}</p>
          </li>
        ))}
      </ul>
      <Wrong error={revoke.error} />
    </section>
  );
}
