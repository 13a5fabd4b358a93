import { TextButton } from "@/components/TextButton";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import { words } from "@/words/project/overview/overview";
import type { Undone } from "@/words/project/work/work";
import styles from "../Card.module.css";

/** What was not done: why, what that comes to, and another try where that helps. */
export function UndoneLine({ undone }: { undone: Undone }) {
  const queries = useQueryClient();
  const retry = useMutation({
    mutationFn: () =>
      Promise.all(
        undone.ids.map((id) =>
          api.POST("/api/v1/jobs/{job_id}/retry", { params: { path: { job_id: id } } }),
        ),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ["projects"] }),
  });
  return (
    <div className="above4">
      <div className={styles.line}>
        <span>{undone.words}</span>
        {undone.canRetry && (
          <TextButton
            quiet
            aria-label={words.tryAgainOf(undone.words)}
            disabled={retry.isPending}
            onClick={() => retry.mutate()}
          >
            {words.tryAgain}
          </TextButton>
        )}
      </div>
      <p role="alert" className={styles.wrong}>
        {retry.error?.message ?? undone.detail}
      </p>
    </div>
  );
}
