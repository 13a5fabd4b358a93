import styles from "./AxisSwitch.module.css";
import type { Axis } from "./curve-data";

const NAMES: [Axis, string, string][] = [
  ["labels", "Labels", ""],
  ["hours", "Hours", "No times have been measured yet"],
  ["cost", "Cost", "The project has no price, or no times have been measured yet"],
  ["energy", "Energy", "The power of the GPU is not set, or nothing has been computed yet"],
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
      <legend className="unseen">Accuracy against</legend>
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
