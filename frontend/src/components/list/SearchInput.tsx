import { type RefObject, useEffect, useState } from "react";
import { Key } from "@/components/keys/Key";
import { useFieldKeys } from "@/components/keys/use-field-keys";
import { words as keys } from "@/words/terms/keys";
import styles from "./Tools.module.css";

interface Props {
  name: string;
  placeholder: string;
  /** What is looked for by now. */
  asked: string;
  /** Milliseconds after which whoever types has come to an end. */
  pause: number;
  input: RefObject<HTMLInputElement | null>;
  look(text: string): void;
}

/** Looks for something while it is typed, in a list to which Enter and Escape lead back. */
export function SearchInput({ name, placeholder, asked, pause, input, look }: Props) {
  const [typed, setTyped] = useState(asked);
  // Also when the address changes otherwise: a chip taken away, the browser's way back.
  const [seen, setSeen] = useState(asked);
  if (seen !== asked) {
    setSeen(asked);
    setTyped(asked);
  }
  const lookNow = () => {
    if (typed.trim() !== asked) look(typed.trim());
  };
  useEffect(() => {
    const timer = setTimeout(lookNow, pause);
    return () => clearTimeout(timer);
  });
  // The next key is for the list.
  const leave = () => input.current?.blur();
  const search = () => {
    lookNow();
    leave();
  };
  const group = keys.inTheSearch;
  const onKeyDown = useFieldKeys([
    { id: "search-now", name: keys.search, group, keys: ["Enter"], run: search },
    { id: "back", name: keys.backToTheList, group, keys: ["Escape"], run: leave },
  ]);
  return (
    <label className={styles.search}>
      <span className="unseen">{name}</span>
      <input
        ref={input}
        type="search"
        className="field"
        placeholder={placeholder}
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
