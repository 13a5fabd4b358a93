import { Button } from "@mantine/core";
import { ApiError, isPassing, Unreachable } from "@/state/errors";
import { words } from "@/words/common";
import styles from "./Problem.module.css";

interface ProblemProps {
  error: Error;
  retry?: () => void;
  /** It is tried again without anybody's doing. */
  goesOn?: boolean;
}

/** An error where the content would be, with what can be done about it. */
export function Problem({ error, retry, goesOn = false }: ProblemProps) {
  const advice = error instanceof Unreachable ? words.connectionHint : null;
  const reference = error instanceof ApiError ? error.reference : null;
  return (
    <div role="alert" className={styles.problem}>
      <p className="strong error">{error.message}</p>
      {advice && <p>{advice}</p>}
      {reference && <p>{words.codeInTheLog(<code>{reference}</code>)}</p>}
      {goesOn && isPassing(error) && <p>{words.retryNote}</p>}
      {retry && (
        <Button variant="default" onClick={retry}>
          {words.tryAgain}
        </Button>
      )}
    </div>
  );
}
