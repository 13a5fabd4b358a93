import { classes } from "../classes";
import styles from "./Keys.module.css";

/** A key as it is printed on buttons and hints; the text beside it says the same in words. */
export function Key({ name, quiet }: { name: string; quiet?: boolean }) {
  return (
    <kbd aria-hidden className={classes(styles.key, quiet && styles.quiet)}>
      {name}
    </kbd>
  );
}
