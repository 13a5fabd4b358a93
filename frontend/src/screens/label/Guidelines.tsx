import { lazy, Suspense } from "react";
import { keepKeys } from "@/components/keep-keys";
import { useStore } from "@/state/use-store";
import { words } from "@/words/label";
import { useLabelling } from "./context";
import styles from "./Dialogs.module.css";

const Markdown = lazy(() => import("@/components/Markdown"));

/** The guidelines beside the text: over it while glanced at, next to it when pinned. */
export function Guidelines() {
  const { project, view, preferences } = useLabelling();
  const chosen = useStore(preferences);
  const { guidelinesPinned: pinned } = chosen;
  return (
    <aside
      className={styles.panel}
      aria-label={words.guidelinesTitle}
      data-pinned={pinned || undefined}
    >
      <header className={styles.head}>
        <h2>{words.guidelinesTitle}</h2>
        <button
          type="button"
          className={styles.guidelinesButton}
          aria-pressed={pinned}
          onMouseDown={keepKeys}
          onClick={() => preferences.set({ ...chosen, guidelinesPinned: !pinned })}
        >
          {pinned ? words.unpin : words.pin}
        </button>
        <button
          type="button"
          className={styles.guidelinesButton}
          onMouseDown={keepKeys}
          onClick={() => view.change({ guidelines: false })}
        >
          {words.close}
        </button>
      </header>
      <div
        className={styles.words}
        dir="auto"
        tabIndex={0}
        role="region"
        aria-label={words.textOfTheGuidelines}
      >
        {project.guidelines.trim() ? (
          <Suspense fallback={<p className={styles.plain}>{project.guidelines}</p>}>
            <Markdown text={project.guidelines} />
          </Suspense>
        ) : (
          <p>{words.nobodyHasWritten}</p>
        )}
        <Meanings />
      </div>
    </aside>
  );
}

function Meanings() {
  const { project } = useLabelling();
  const described = project.classes.filter(({ description }) => description !== "");
  if (described.length === 0) return null;
  return (
    <dl className={styles.meanings}>
      {described.map(({ id, name, description }) => (
        <div key={id}>
          <dt dir="auto">{name}</dt>
          <dd dir="auto">{description}</dd>
        </div>
      ))}
    </dl>
  );
}
