import { type KeyboardEvent, type RefObject, useState } from "react";

/** Of what the letters in a field leave, the one that Enter takes, and the field's keys: arrows move,
 * Enter takes, Escape closes, and Backspace where no letter is left. */
export function useFinder<Found>(
  found: readonly Found[],
  letters: string | null,
  take: (one: Found) => void,
  close: () => void,
) {
  // The first again, whenever the letters are others.
  const [moved, setMoved] = useState({ letters, to: 0 });
  if (moved.letters !== letters) setMoved({ letters, to: 0 });
  const active = moved.letters === letters ? Math.min(moved.to, found.length - 1) : 0;
  const move = (to: number) =>
    setMoved({ letters, to: Math.max(0, Math.min(found.length - 1, to)) });
  const keys: Record<string, () => void> = {
    Enter: () => {
      const one = found[active];
      if (one !== undefined) take(one);
    },
    Escape: close,
    ArrowDown: () => move(active + 1),
    ArrowUp: () => move(active - 1),
    ...(letters === "" && { Backspace: close }),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const work = keys[event.key];
    if (!work || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    work();
  };
  return { active, onKeyDown };
}

interface FinderProps {
  input?: RefObject<HTMLInputElement | null>;
  label: string;
  placeholder: string;
  /** Ids of the list of what is found, and of the one in it that Enter takes. */
  list: string;
  active: string | undefined;
  letters: string;
  onLetters(letters: string): void;
  onKeyDown(event: KeyboardEvent): void;
  onBlur?(): void;
}

/** The field whose letters find something in a list. */
export function Finder({ input, label, list, active, letters, onLetters, ...field }: FinderProps) {
  return (
    <input
      ref={input}
      className="field"
      type="text"
      role="combobox"
      aria-label={label}
      aria-expanded
      aria-controls={list}
      aria-activedescendant={active}
      autoComplete="off"
      spellCheck={false}
      value={letters}
      onChange={(event) => onLetters(event.currentTarget.value)}
      {...field}
    />
  );
}
