import { type KeyboardEvent, useId } from "react";
import type { Project } from "@/api/queries";
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
    <Section
      title="Other columns"
      about="What of your files’ other columns people see beside a text while labelling, in this order. From the next text. Addresses of the web are links."
    >
      {shown.length > 0 && (
        <ol className={styles.shown} aria-label="Columns shown">
          {shown.map((name, at) => (
            <li key={name}>
              <button
                type="button"
                id={`${id}-${name}`}
                className={styles.chip}
                aria-label={`Hide ${name}`}
                title="Alt+↑ Alt+↓ moves it"
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
        <ul className={styles.others} aria-label="Columns not shown">
          {others.map((name) => (
            <li key={name}>
              <button
                type="button"
                className={styles.chip}
                data-other
                aria-label={`Show ${name}`}
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
