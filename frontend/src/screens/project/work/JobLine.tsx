import { TextButton } from "@/components/TextButton";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { Confirm } from "@/components/dialog/Confirm";
import { words } from "@/words/project/overview/overview";
import type { Running } from "@/words/project/work/work";
import styles from "../Card.module.css";
import { JobMeter } from "./JobMeter";

/** A job: what it does, how far it is, and the way to end it, if it may be ended. */
export function JobLine({ job }: { job: Running }) {
  const [asking, setAsking] = useState(false);
  return (
    <div className="above4">
      <div className={styles.line}>
        <span>{job.words}</span>
        {job.whenEnded !== null && (
          <TextButton quiet aria-label={words.cancelOf(job.words)} onClick={() => setAsking(true)}>
            {words.cancel}
          </TextButton>
        )}
      </div>
      <JobMeter job={job} />
      <p className="small quiet">{job.detail}</p>
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
    <Confirm
      {...{ title: words.endThisJob, yes: words.endIt, no: words.letItRun, work: cancel, onClose }}
    >
      <p>
        {job.words}: {job.detail}. {job.whenEnded}
      </p>
    </Confirm>
  );
}
