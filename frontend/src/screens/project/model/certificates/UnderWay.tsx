import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "wouter";
import { Problem } from "@/components/Problem";
import { words } from "@/words/certificates/label-the-rest";
import styles from "./LabelTheRest.module.css";
import { type Certificate, finish } from "@/api/certificates";

/** Checks that people are answering, and what they have shown so far. */
export function UnderWay({
  projectId,
  certificate,
}: {
  projectId: number;
  certificate: Certificate;
}) {
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => finish(projectId),
    onSettled: () => queries.invalidateQueries({ queryKey: ["projects", projectId, "certify"] }),
  });
  const { answered, expected, shown, state, finishing } = certificate;
  if (expected === null) return <p aria-live="polite">{words.starting}</p>;
  if (state === "writing") return <p aria-live="polite">{words.writing(shown)}</p>;
  return (
    <>
      <div>
        <p className={styles.figure}>{words.answered(certificate)}</p>
        <progress
          className={styles.progress}
          aria-label={words.answered(certificate)}
          max={Math.max(expected, 1)}
          value={answered}
        />
        <p aria-live="polite">{shown > 0 ? words.shown(certificate) : words.notYet(certificate)}</p>
      </div>
      <p className="quiet">{words.mixed}</p>
      {end.error && <Problem error={end.error} />}
      <div className="wrap gap2 above2">
        <Button component={Link} href={`/projects/${projectId}/label`}>
          {words.label}
        </Button>
        <Button variant="default" loading={end.isPending || finishing} onClick={() => end.mutate()}>
          {shown > 0 ? words.take : words.end}
        </Button>
      </div>
    </>
  );
}
