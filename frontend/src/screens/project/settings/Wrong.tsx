import styles from "./Settings.module.css";

/** Why something was refused. */
export function Wrong({ error }: { error: Error | null }) {
  return (
    error && (
      <p role="alert" className={styles.wrong}>
        {error.message}
      </p>
    )
  );
}
