import type { ComponentProps } from "react";
import styles from "./TextButton.module.css";

interface TextButtonProps extends Omit<ComponentProps<"button">, "type" | "className"> {
  /** Beside what it belongs to, not in a sentence. */
  quiet?: boolean;
}

/** A button that reads as a part of its sentence. */
export function TextButton({ quiet, ...button }: TextButtonProps) {
  return (
    <button type="button" className={styles.button} data-quiet={quiet || undefined} {...button} />
  );
}
