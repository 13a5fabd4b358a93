import { words } from "@/words/project/curve";
import styles from "./Curve.module.css";
import type { Axis } from "@/components/chart/curve-data";

const NAMES: [Axis, string, string][] = [
  ["labels", words.labels, ""],
  ["hours", words.hours, words.noHours],
  ["cost", words.cost, words.noCost],
];

interface AxisSwitchProps {
  axis: Axis;
  possible: Record<Axis, boolean>;
  onChange(axis: Axis): void;
}

/** What the curve is drawn against. */
export function AxisSwitch({ axis, possible, onChange }: AxisSwitchProps) {
  return (
    <fieldset className={styles.switch}>
      <legend className="unseen">{words.accuracyAgainst}</legend>
      {NAMES.map(([value, name, why]) => (
        <label key={value} className={styles.choice} title={possible[value] ? undefined : why}>
          <input
            type="radio"
            name="axis"
            className={styles.radio}
            checked={axis === value}
            disabled={!possible[value]}
            onChange={() => onChange(value)}
          />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
