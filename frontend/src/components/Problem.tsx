import { Button } from "@mantine/core";
import { Unreachable } from "@/api/errors";
import { words } from "@/words/common";
import styles from "./Problem.module.css";

/** An error where the content would be, with what can be done about it. */
export function Problem({ error, retry }: { error: Error; retry?: () => void }) {
  const advice = error instanceof Unreachable ? words.checkThatYouAreOnlineAnd : null;
  return (
    <div role="alert" className={styles.problem}>
      <p className={styles.what}>{error.message}</p>
      {advice && <p>{advice}</p>}
      {retry && (
        <Button variant="default" onClick={retry}>
          {words.tryAgain}
        </Button>
      )}
    </div>
  );
}
