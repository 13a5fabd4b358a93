import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { Dialog } from "@/components/Dialog";
import { Problem } from "@/components/Problem";
import { words } from "@/words/project/overview";
import type { Running } from "@/words/project/work";
import styles from "./Card.module.css";

/** A job: what it does, how far it is, and the way to end it, if it may be ended. */
export function JobLine({ job }: { job: Running }) {
  const [asking, setAsking] = useState(false);
  return (
    <div className={styles.job}>
      <div className={styles.line}>
        <span>{job.words}</span>
        {job.whenEnded !== null && (
          <button
            type="button"
            className={styles.cancel}
            aria-label={words.cancelOf(job.words)}
            onClick={() => setAsking(true)}
          >
            {words.cancel}
          </button>
        )}
      </div>
      <div
        className={styles.bar}
        data-live
        role="progressbar"
        aria-label={job.words}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={job.share === null ? undefined : Math.round(100 * job.share)}
      >
        <div style={{ width: `${100 * (job.share ?? 0)}%` }} />
      </div>
      <p className={styles.small}>{job.detail}</p>
      {asking && <CancelDialog job={job} onClose={() => setAsking(false)} />}
    </div>
  );
}

function CancelDialog({ job, onClose }: { job: Running; onClose(): void }) {
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () =>
      Promise.all(
        job.ids.map((id) =>
          api.POST("/api/v1/jobs/{job_id}/cancel", { params: { path: { job_id: id } } }),
        ),
      ),
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: ["projects"] }),
  });
  return (
    <Dialog title={words.endThisJob} onClose={onClose}>
      <p>
        {job.words}: {job.detail}. {job.whenEnded}
      </p>
      {cancel.error && <Problem error={cancel.error} />}
      <div className={styles.choices}>
        <Button loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {words.endIt}
        </Button>
        <Button variant="default" onClick={onClose}>
          {words.letItRun}
        </Button>
      </div>
    </Dialog>
  );
}
