import { useEffect, useRef, useState } from "react";
import field from "@/components/Field.module.css";
import { Key } from "@/components/Key";
import { keepKeys } from "@/components/keep-keys";
import { changed } from "@/state/items/filters";
import { useFieldKeys } from "@/components/use-field-keys";
import { words } from "@/words/items";
import { words as keys } from "@/words/keys";
import { useItems } from "./context";
import styles from "./Tools.module.css";

type By = "q" | "meaning";

/** Whoever types a word doesn't ask for each of its beginnings. A meaning takes a worker. */
const TYPING_ENDS: Record<By, number> = { q: 250, meaning: 700 };
const BY: Record<By, { name: string; asks: string }> = {
  q: { name: "words", asks: words.searchWords },
  meaning: { name: "meaning", asks: words.searchByMeaning },
};

/** Looks for words, or for what means the same, while it is typed. */
export function SearchField() {
  const { filters, ask, frame } = useItems();
  const [chosen, setChosen] = useState<By>("q");
  const by = filters.meaning !== undefined ? "meaning" : filters.q !== undefined ? "q" : chosen;
  const asked = filters[by] ?? "";
  const [typed, setTyped] = useState(asked);
  // Also when the address changes otherwise: a chip taken away, the browser's way back.
  const [seen, setSeen] = useState(asked);
  if (seen !== asked) {
    setSeen(asked);
    setTyped(asked);
  }
  const input = useRef<HTMLInputElement>(null);

  const look = (words: string) => {
    if (words.trim() === asked) return;
    const wanted = changed(filters, by, words.trim() || null);
    // One step of the browser's history for a search, however often it was changed.
    ask(wanted, asked === "" ? undefined : "replace");
  };
  const choose = (other: By) => {
    setChosen(other);
    input.current?.select();
    if (other === by || typed.trim() === "") return;
    ask(changed(changed(filters, by, null), other, typed.trim()), "replace");
  };
  useEffect(() => {
    const search = (other?: By) => (other ? choose(other) : input.current?.select());
    frame.set({ ...frame.get(), search });
  });
  useEffect(() => {
    const timer = setTimeout(() => look(typed), TYPING_ENDS[by]);
    return () => clearTimeout(timer);
  });
  // The next key is for the list.
  const leave = () => input.current?.blur();
  const search = () => {
    look(typed);
    leave();
  };
  const group = keys.inTheSearch;
  const onKeyDown = useFieldKeys([
    { id: "search-now", name: keys.search, group, keys: ["Enter"], run: search },
    { id: "back", name: keys.backToTheList, group, keys: ["Escape"], run: leave },
  ]);

  return (
    <div className={styles.searching}>
      <label className={styles.search}>
        <span className="unseen">{words.searchTheTexts}</span>
        <input
          ref={input}
          type="search"
          className={field.field}
          placeholder={BY[by].asks}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <Key name="/" quiet />
      </label>
      <div className={styles.switch} role="group" aria-label={words.searchBy}>
        {(["q", "meaning"] as const).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === by}
            onMouseDown={keepKeys}
            onClick={() => choose(each)}
          >
            {BY[each].name}
          </button>
        ))}
      </div>
    </div>
  );
}
