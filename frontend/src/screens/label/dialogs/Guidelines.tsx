import { lazy, Suspense } from "react";
import type { LabelContext } from "@/actions/action";
import { keepKeys } from "@/components/keys/keep-keys";
import { useStore } from "@/state/use-store";
import { words } from "@/words/label/label";
import styles from "./Dialogs.module.css";
import { Meanings } from "./Meanings";

const Markdown = lazy(() => import("@/components/text/Markdown"));

type GuidelinesProps = Pick<LabelContext, "project" | "view" | "preferences">;

/** The guidelines beside the text: over it while glanced at, next to it when pinned. */
export function Guidelines({ project, view, preferences }: GuidelinesProps) {
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
        <Meanings projectId={project.id} classes={project.classes} className={styles.ofAll} />
      </div>
    </aside>
  );
}
