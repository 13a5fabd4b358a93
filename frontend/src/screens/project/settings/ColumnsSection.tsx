import { useId } from "react";
import type { Project } from "@/api/queries";
import { useMovingKeys } from "@/components/keys/use-field-keys";
import { words as keys } from "@/words/terms/keys";
import { words } from "@/words/settings/settings";
import { movedTo } from "@/components/list/drop";
import styles from "./Settings.module.css";
import { Section } from "./Section";
import { Tick } from "./Tick";
import { useSaved } from "./use-saved";

/** Columns beside a text, as the service has it. */
const MOST_SHOWN = 10;

/** Which columns of a text's row stand beside it. */
export function ColumnsSection({ project }: { project: Project }) {
  const id = useId();
  const saved = useSaved(project, "columns");
  const shown = saved.value;
  const others = project.data_columns.filter((name) => !shown.includes(name));
  if (shown.length + others.length === 0) return null;
  const move = (at: number, by: 1 | -1) => {
    const to = at + by;
    if (to >= 0 && to < shown.length) saved.save(movedTo(shown, at, by > 0 ? to + 1 : to));
  };
  return (
    <Section title={words.otherColumns} about={words.columnsAbout} effect="next_text">
      {shown.length > 0 && (
        <ol className={styles.shown} aria-label={words.columnsShown}>
          {shown.map((name, at) => (
            <li key={name}>
              <Shown
                id={`${id}-${name}`}
                name={name}
                onMove={(by) => move(at, by)}
                onHide={() => saved.save(shown.filter((one) => one !== name))}
              />
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
                disabled={shown.length >= MOST_SHOWN}
                title={shown.length >= MOST_SHOWN ? words.mostColumns : undefined}
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

interface ShownProps {
  id: string;
  name: string;
  onMove(by: 1 | -1): void;
  onHide(): void;
}

function Shown({ id, name, onMove, onHide }: ShownProps) {
  const onKeyDown = useMovingKeys(keys.moveAColumn, onMove);
  return (
    <button
      type="button"
      id={id}
      className={styles.chip}
      aria-label={words.hideOf(name)}
      title={words.altAltMovesIt}
      onKeyDown={onKeyDown}
      onClick={onHide}
    >
      <bdi>{name}</bdi> <span aria-hidden>✕</span>
    </button>
  );
}
