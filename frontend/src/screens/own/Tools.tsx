import { choicesOf, spoken } from "@/words/terms/class-names";
import { useEffect, useRef } from "react";
import { help } from "@/actions/everywhere";
import { undo } from "@/actions/own";
import { Hint } from "@/components/keys/Hint";
import { keepKeys } from "@/components/keys/keep-keys";
import { Sent } from "@/components/sent/Sent";
import { MARKS } from "@/state/own/filters";
import { useStore } from "@/state/use-store";
import { words } from "@/words/own";
import { FilterMenu } from "@/components/list/FilterMenu";
import { SearchInput } from "@/components/list/SearchInput";
import styles from "@/components/list/Tools.module.css";
import { useOwn } from "./context";
import own from "./Own.module.css";

/** Whoever types a word doesn't ask for each of its beginnings. */
const TYPING_ENDS = 250;

/** What is listed: searched, or of a class, or skipped or flagged alone. */
export function Tools() {
  const { project, filters, ask, turn, leave, outbox } = useOwn();
  return (
    <div id="items-tools" className={styles.tools} role="search" aria-label={words.yourAnswers}>
      <h1 className={own.title}>{words.yourAnswers}</h1>
      <div className={styles.line}>
        <SearchField />
        <div className={styles.switch} role="group" aria-label={words.filters}>
          {MARKS.map((mark) => (
            <button
              key={mark}
              type="button"
              aria-pressed={filters.mark === mark}
              aria-keyshortcuts={mark === "skipped" ? "S" : "F"}
              onMouseDown={keepKeys}
              onClick={() => turn(mark)}
            >
              {words[mark]}
            </button>
          ))}
        </div>
        <FilterMenu
          name={words.class}
          choices={choicesOf(project.classes)}
          onChoose={(name) => ask({ ...filters, class: name })}
        />
      </div>
      <div className={styles.line}>
        <HowMany />
        {filters.class !== undefined && (
          <span className={styles.chip}>
            <bdi>{words.classOf(spoken(filters.class))}</bdi>
            <button
              type="button"
              className="icon"
              aria-label={words.withoutClass(filters.class)}
              onClick={() => ask({ ...filters, class: undefined })}
            >
              ×
            </button>
          </span>
        )}
        <Undo />
        <Sent outbox={outbox} />
        <div className={own.hints}>
          <Hint by="Escape" onPress={leave}>
            {words.backHint}
          </Hint>
          <div className="keyboard">
            <Hint by="?" onPress={() => help.run(null)}>
              {words.allKeys}
            </Hint>
          </div>
        </div>
      </div>
    </div>
  );
}

function HowMany() {
  const { filters, list } = useOwn();
  const { total, stale, complete, rows } = useStore(list.state);
  const known = complete && !stale ? rows.length : total;
  const narrowed = Object.values(filters).some((value) => value !== undefined);
  return (
    <p className={styles.count} role="status">
      {known === null ? "" : words.texts(known, narrowed)}
    </p>
  );
}

function Undo() {
  const own = useOwn();
  const last = useStore(own.changes.past.state).at(-1);
  if (!last) return null;
  return (
    <Hint by={undo.keys(own)[0]} onPress={() => undo.run(own)}>
      {words.undoOf(<bdi>{spoken(last.label)}</bdi>)}
    </Hint>
  );
}

function SearchField() {
  const { filters, ask, frame } = useOwn();
  const asked = filters.q ?? "";
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    frame.set({ ...frame.get(), search: () => input.current?.select() });
  }, [frame]);
  const look = (text: string) =>
    ask({ ...filters, q: text || undefined }, asked === "" ? undefined : "replace");
  return (
    <div className={styles.searching}>
      <SearchInput
        name={words.searchYourTexts}
        placeholder={words.searchWords}
        pause={TYPING_ENDS}
        {...{ asked, input, look }}
      />
    </div>
  );
}
