import { Link } from "wouter";
import { help } from "@/actions/everywhere";
import { isolated } from "@/components/text/isolated";
import { keepKeys } from "@/components/keys/keep-keys";
import { useNow } from "@/components/use-now";
import { headline, ownPace } from "@/state/labelling/progress";
import { useStore } from "@/state/use-store";
import { words } from "@/words/label/label";
import { useLabelling } from "./context";
import styles from "./Frame.module.css";
import { Enough } from "./notices/Enough";
import { MoreMenu } from "./MoreMenu";
import { Replies } from "./dialogs/Replies";

/** Where one is and how far, in a voice lower than the text's. */
export function Header() {
  const context = useLabelling();
  const { project, labelling, preferences } = context;
  const progress = useStore(labelling.progress);
  const far = headline(progress);
  const now = useNow(5_000);
  const { goal } = useStore(preferences);
  const home = project.my_role === "annotator" ? "/" : `/projects/${project.id}`;

  return (
    <header className={styles.header}>
      <h1 className={styles.project}>
        <Link href={home} title={isolated(project.name)}>
          <bdi>{project.name}</bdi>
        </Link>
      </h1>
      <p className={styles.pace}>{ownPace(progress, now, goal)}</p>
      <div className={styles.right}>
        <Replies />
        {/* There before there are words in it, so that they are read out when they come. */}
        <p role="status" className={styles.aside}>
          {progress.counts?.enough && <Enough asks={project.my_role === "annotator"} />}
          {progress.counts?.mayNotAudit && !progress.counts.enough && (
            <>
              {words.othersMustAudit}
              <span className={styles.why}>{words.becauseAllWasSeen}</span>
            </>
          )}
        </p>
        {far && (
          <p className={styles.far} title={words.labelsOfEveryone}>
            {far.words}
          </p>
        )}
        <button
          type="button"
          className={styles.button}
          aria-label={help.name}
          onMouseDown={keepKeys}
          onClick={() => help.run(context)}
        >
          ?
        </button>
        <MoreMenu />
      </div>
    </header>
  );
}
