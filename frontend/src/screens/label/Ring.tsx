import styles from "./Ring.module.css";

const RADIUS = 6;
const AROUND = 2 * Math.PI * RADIUS;

/** A share as a small ring. Every fifty items it ticks once, and that is all the ceremony. */
export function Ring({ share, ticks }: { share: number; ticks: number }) {
  return (
    <svg key={ticks} className={styles.ring} viewBox="0 0 16 16" width="16" height="16" aria-hidden>
      <circle className={styles.whole} cx="8" cy="8" r={RADIUS} />
      <circle
        className={styles.part}
        cx="8"
        cy="8"
        r={RADIUS}
        strokeDasharray={`${share * AROUND} ${AROUND}`}
        transform="rotate(-90 8 8)"
      />
    </svg>
  );
}
