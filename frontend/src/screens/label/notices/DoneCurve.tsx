import { useMemo } from "react";
import type { Curve } from "@/api/queries";
import { words } from "@/words/label/label";
import { Chart } from "@/components/chart/Chart";
import { drawn } from "@/components/chart/curve-data";
import styles from "../dialogs/Dialogs.module.css";

/** The curve that the labels have made. Loaded when there is nothing left to label. */
export default function DoneCurve({ curve }: { curve: Curve }) {
  const shown = useMemo(() => drawn(curve, "labels"), [curve]);
  return (
    <div className={styles.curve} role="img" aria-label={words.accuracyAgainstTheNumber}>
      <Chart drawn={shown} />
    </div>
  );
}
