import type { ReactNode } from "react";
import { useFieldKeys } from "@/components/keys/use-field-keys";
import { words as keys } from "@/words/terms/keys";
import { words } from "@/words/project/curve";
import styles from "./Curve.module.css";

interface StepperProps {
  count: number;
  at: number;
  /** The point in words: read out as one steps along. */
  said: string;
  onStep(at: number | null): void;
  children: ReactNode;
}

const BY_ONE = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1 };
const FAR = { PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity };

/** Steps along the points of the curve by keyboard, and says each. */
export function Stepper({ count, at, said, onStep, children }: StepperProps) {
  const group = keys.onTheCurve;
  const to = (next: number) => onStep(Math.max(0, Math.min(count - 1, next)));
  const step = (by: Record<string, number>) => ({
    keys: Object.keys(by),
    run: (key: string) => to(at + by[key]!),
  });
  const onKeyDown = useFieldKeys([
    { id: "step", name: keys.stepAlong, group, ...step(BY_ONE) },
    { id: "leap", name: keys.leapAlong, group, ...step(FAR) },
    { id: "off", name: keys.stepOff, group, keys: ["Escape"], run: () => onStep(null) },
  ]);
  return (
    <div
      className={styles.stepper}
      role="slider"
      tabIndex={0}
      aria-label={words.stepperLabel}
      aria-valuemin={1}
      aria-valuemax={count}
      aria-valuenow={at + 1}
      aria-valuetext={said}
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  );
}
