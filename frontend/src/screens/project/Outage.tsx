import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { readiness } from "@/api/queries";
import { classes } from "@/components/classes";
import { useLastError } from "@/components/page/use-last-error";
import { ApiError, Unreachable } from "@/state/errors";
import { TOLD_AFTER } from "@/state/outbox/outage";
import { words } from "@/words/unsent";
import styles from "./Warned.module.css";

const DISK_FULL = "disk_full";

/** Why the service has saved nothing for a while, and where people's answers are meanwhile. */
export function Outage() {
  const ready = useQuery(readiness);
  const error = useLastError(ready);
  const [since, begin] = useState<number | null>(null);
  const first = error ? (since ?? ready.errorUpdatedAt) : null;
  if (first !== since) begin(first);
  const lasts = first !== null && ready.errorUpdatedAt - first >= TOLD_AFTER;
  if (!error || !lasts) return null;
  const answer = error instanceof ApiError ? error : null;
  const why = error instanceof Unreachable ? error.message : `${words.why(answer)}.`;
  return (
    <p role="alert" className={classes(styles.warnedLine, "above4")} data-kind="error">
      {why} {answer?.code === DISK_FULL && words.makeRoom} {words.whereAnswersAre}
    </p>
  );
}
