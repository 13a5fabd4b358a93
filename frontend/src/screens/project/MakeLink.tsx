import { Button } from "@mantine/core";
import { words } from "@/words/project/people";
import styles from "./Dialogs.module.css";

interface MakeLinkProps {
  making: { isPending: boolean; error: Error | null; mutate(): void };
}

/** The button that makes a link, and what went wrong. */
export function MakeLink({ making }: MakeLinkProps) {
  return (
    <>
      <Button loading={making.isPending} onClick={() => making.mutate()}>
        {words.makeALink}
      </Button>
      {making.error && (
        <p role="alert" className={styles.error}>
          {making.error.message}
        </p>
      )}
    </>
  );
}
