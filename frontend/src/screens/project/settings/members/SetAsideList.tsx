import { Wrong } from "@/components/Wrong";
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Schema } from "@/api/client";
import { day } from "@/words/figures";
import { words } from "@/words/settings/settings";
import { setAside } from "@/api/project";
import styles from "../Settings.module.css";
import { countAnswersAgain } from "./set-aside";

/** Whose answers count no longer, members or not; nothing where all count. */
export function SetAsideList({ projectId }: { projectId: number }) {
  const { data } = useQuery(setAside(projectId));
  if (!data?.length) return null;
  return (
    <>
      <h3 className={styles.heading}>{words.answersSetAside}</h3>
      <ul className="above1" aria-label={words.answersSetAside}>
        {data.map((person) => (
          <Row key={person.user_id} projectId={projectId} person={person} />
        ))}
      </ul>
    </>
  );
}

interface RowProps {
  projectId: number;
  person: Schema<"SetAsideAnswers">;
}

function Row({ projectId, person }: RowProps) {
  const queries = useQueryClient();
  const again = useMutation({
    mutationFn: () => countAnswersAgain(projectId, person.user_id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["projects", projectId] }),
  });
  return (
    <li className={styles.person}>
      <bdi className={styles.name}>{person.name}</bdi>
      <span className="small quiet figures">
        {words.setAsideOn(person.answers, day(person.at))}
      </span>
      <Button
        variant="default"
        loading={again.isPending}
        aria-label={words.countAgainOf(person.name)}
        onClick={() => again.mutate()}
      >
        {words.countAgain}
      </Button>
      <Wrong error={again.error} />
    </li>
  );
}
