import type { KeyboardEvent, ReactNode } from "react";
import { words } from "@/words/project/curve";
import styles from "./CurveCard.module.css";

interface StepperProps {
  count: number;
  at: number;
  /** The point in words: read out as one steps along. */
  said: string;
  onStep(at: number | null): void;
  children: ReactNode;
}

/** Steps along the points of the curve by keyboard, and says each. */
export function Stepper({ count, at, said, onStep, children }: StepperProps) {
  const keys: Record<string, number | null> = {
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    PageDown: at - 10,
    PageUp: at + 10,
    Home: 0,
    End: count - 1,
    Escape: null,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = keys[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onStep(next === null ? null : Math.max(0, Math.min(count - 1, next)));
  };
  return (
    <div
      className={styles.stepper}
      role="slider"
      tabIndex={0}
      aria-label={words.pointsOfTheCurveTheArrow}
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
