import { useMemo, useState } from "react";
import type { Reading } from "@/files/read-file";
import type { Answer } from "@/state/answer";
import type { Kind } from "@/state/answer-kinds";
import { DIGITS } from "@/state/keys/keys";
import { widgetFor } from "@/widgets";
import { words } from "@/words/new-project";
import styles from "./AnswersStep.module.css";
import { type ClassRow, named } from "./class-rows";

const PRESSED_FOR = 80;

interface LabelPreviewProps {
  kind: Kind;
  reading: Reading;
  classes: readonly ClassRow[];
}

/** The labelling screen with the first rows of the file: the same widget, and it can be tried. */
export function LabelPreview({ kind, reading, classes }: LabelPreviewProps) {
  const [at, setAt] = useState(0);
  const [chosen, setChosen] = useState<Answer | null>(null);
  const [pressed, setPressed] = useState<Answer | null>(null);
  const [filter, setFilter] = useState<string | null>(null);
  const asked = useMemo(() => {
    const rows = named(classes).map((row) => ({ ...row, key: row.key || null }));
    // Unless a project says otherwise, suggestions come with more classes than digits.
    return { answer_kind: kind, classes: rows, suggests: rows.length > DIGITS.length };
  }, [classes, kind]);
  const widget = widgetFor(asked);
  const { table, meaning } = reading;
  const column = table.columns.indexOf(meaning.text);
  const text = table.rows[at % Math.max(1, table.rows.length)]?.[column] ?? "";

  const answer = (given: Answer) => {
    setFilter(null);
    setPressed(given);
    setChosen(null);
    setAt(at + 1);
    setTimeout(() => setPressed(null), PRESSED_FOR);
  };

  return (
    <section className={styles.preview} aria-label={words.howItWillLook}>
      <p className={styles.caption}>{words.previewCaption}</p>
      <div className={styles.screen}>
        <p className={styles.words} dir="auto">
          {text}
        </p>
        <div className={styles.widget}>
          {asked.classes.length === 0 && <p>{words.previewHint}</p>}
          {widget && asked.classes.length > 0 && (
            <widget.View
              asked={asked}
              suggestions={[]}
              typed=""
              before={null}
              pressed={pressed}
              chosen={chosen ?? widget.together?.nothing ?? null}
              given={[]}
              filter={filter}
              onFilter={setFilter}
              onChoose={(given) => {
                setFilter(null);
                setChosen(given);
              }}
              onAnswer={answer}
            />
          )}
        </div>
      </div>
    </section>
  );
}
