import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Key } from "@/components/Key";
import { changed } from "@/state/items/filters";
import { useItems } from "./context";
import styles from "./Tools.module.css";

/** Whoever types a word doesn't ask for each of its beginnings. */
const TYPING_ENDS = 250;

/** Looks for words while they are typed. */
export function SearchField() {
  const { filters, ask, frame } = useItems();
  const asked = filters.q ?? "";
  const [typed, setTyped] = useState(asked);
  // Also when the address changes otherwise: a chip taken away, the browser's way back.
  const [seen, setSeen] = useState(asked);
  if (seen !== asked) {
    setSeen(asked);
    setTyped(asked);
  }
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    frame.set({ ...frame.get(), search: () => input.current?.select() });
  }, [frame]);

  const look = (words: string) => {
    if (words.trim() === asked) return;
    const wanted = changed(filters, "q", words.trim() || null);
    // One step of the browser's history for a search, however often it was changed.
    ask(wanted, asked === "" ? undefined : "replace");
  };
  useEffect(() => {
    const timer = setTimeout(() => look(typed), TYPING_ENDS);
    return () => clearTimeout(timer);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") look(typed);
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    // The next key is for the list.
    input.current?.blur();
  };

  return (
    <label className={styles.search}>
      <span className="unseen">Search the texts</span>
      <input
        ref={input}
        type="search"
        className={styles.input}
        placeholder="Search words"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Key name="/" quiet />
    </label>
  );
}
