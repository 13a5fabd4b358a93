import type { ReactNode } from "react";

interface CheckProps {
  checked: boolean;
  disabled?: boolean;
  onChange(checked: boolean): void;
  children: ReactNode;
}

/** A box to tick, and what it means. */
export function Check({ checked, disabled, onChange, children }: CheckProps) {
  return (
    <label className="check">
      <input
        type="checkbox"
        {...{ checked, disabled }}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{children}</span>
    </label>
  );
}
