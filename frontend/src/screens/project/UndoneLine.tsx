import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import { words } from "@/words/project/overview";
import { undone } from "@/words/project/work";
import styles from "./Card.module.css";
import type { Job } from "./queries";

/** Vectors that were not made: why, what that comes to, and another try. */
export function UndoneLine({ jobs }: { jobs: readonly Job[] }) {
  const queries = useQueryClient();
  const retry = useMutation({
    mutationFn: () =>
      Promise.all(
        jobs.map(({ id }) =>
          api.POST("/api/v1/jobs/{job_id}/retry", { params: { path: { job_id: id } } }),
        ),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ["projects"] }),
  });
  return (
    <div className={styles.job}>
      <div className={styles.line}>
        <span>{words.turningTextsIntoVectors}</span>
        <button
          type="button"
          className={styles.cancel}
          aria-label={words.tryAgainTurningTextsInto}
          disabled={retry.isPending}
          onClick={() => retry.mutate()}
        >
          {words.tryAgain}
        </button>
      </div>
      <p role="alert" className={styles.wrong}>
        {retry.error?.message ?? undone(jobs)}
      </p>
    </div>
  );
}
