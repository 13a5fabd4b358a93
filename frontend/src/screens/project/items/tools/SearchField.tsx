import { useEffect, useRef, useState } from "react";
import { keepKeys } from "@/components/keys/keep-keys";
import { changed } from "@/state/items/filters";
import { words } from "@/words/items";
import { useItems } from "../context";
import { SearchInput } from "@/components/list/SearchInput";
import styles from "@/components/list/Tools.module.css";

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
  const input = useRef<HTMLInputElement>(null);

  const look = (text: string) => {
    // One step of the browser's history for a search, however often it was changed.
    ask(changed(filters, by, text || null), asked === "" ? undefined : "replace");
  };
  const choose = (other: By) => {
    setChosen(other);
    input.current?.select();
    const typed = input.current?.value.trim() ?? "";
    if (other === by || typed === "") return;
    ask(changed(changed(filters, by, null), other, typed), "replace");
  };
  useEffect(() => {
    const search = (other?: By) => (other ? choose(other) : input.current?.select());
    frame.set({ ...frame.get(), search });
  });

  return (
    <div className={styles.searching}>
      <SearchInput
        name={words.searchTheTexts}
        placeholder={BY[by].asks}
        pause={TYPING_ENDS[by]}
        {...{ asked, input, look }}
      />
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
