import styles from "./Overview.module.css";

/** Words in which an interval stays on one line. */
export function Unbroken({ words }: { words: string }) {
  return words.split(/(\([^)]*–[^)]*\)[.,;]?)/).map((part) =>
    part.startsWith("(") ? (
      <span key={part} className={styles.interval}>
        {part}
      </span>
    ) : (
      part
    ),
  );
}
