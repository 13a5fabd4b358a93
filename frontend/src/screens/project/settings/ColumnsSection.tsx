import { type KeyboardEvent, useId } from "react";
import type { Project } from "@/api/queries";
import { words } from "@/words/settings";
import { movedTo } from "./classes/drop";
import styles from "./Columns.module.css";
import { Section } from "./Section";
import { Tick } from "./Tick";
import { useSaved } from "./use-saved";

/** Which columns of a text's row stand beside it. */
export function ColumnsSection({ project }: { project: Project }) {
  const id = useId();
  const saved = useSaved(project, "columns");
  const shown = saved.value;
  const others = project.data_columns.filter((name) => !shown.includes(name));
  if (shown.length + others.length === 0) return null;
  const move = (at: number) => (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || !event.altKey) return;
    event.preventDefault();
    const to = at + by;
    if (to >= 0 && to < shown.length) saved.save(movedTo(shown, at, by > 0 ? to + 1 : to));
  };
  return (
    <Section title={words.otherColumns} about={words.whatOfYourFilesOther}>
      {shown.length > 0 && (
        <ol className={styles.shown} aria-label={words.columnsShown}>
          {shown.map((name, at) => (
            <li key={name}>
              <button
                type="button"
                id={`${id}-${name}`}
                className={styles.chip}
                aria-label={words.hideOf(name)}
                title={words.altAltMovesIt}
                onKeyDown={move(at)}
                onClick={() => saved.save(shown.filter((one) => one !== name))}
              >
                <bdi>{name}</bdi> <span aria-hidden>✕</span>
              </button>
            </li>
          ))}
        </ol>
      )}
      {others.length > 0 && (
        <ul className={styles.others} aria-label={words.columnsNotShown}>
          {others.map((name) => (
            <li key={name}>
              <button
                type="button"
                className={styles.chip}
                data-other
                aria-label={words.showOf(name)}
                onClick={() => saved.save([...shown, name])}
              >
                <span aria-hidden>+</span> <bdi>{name}</bdi>
              </button>
            </li>
          ))}
        </ul>
      )}
      <Tick saved={saved} />
    </Section>
  );
}
