import { words } from "@/words/common";
import styles from "./Loading.module.css";
import page from "./Page.module.css";

/** Where something will be that is on its way: lines as of text. */
export function Lines() {
  return (
    <div className={styles.lines} aria-hidden>
      <span />
      <span />
      <span />
      <span />
    </div>
  );
}

/** A screen of which nothing is known yet: its bar, as in index.html, and lines unless it has none. */
export function Loading({ lines = true }: { lines?: boolean }) {
  return (
    <div className={page.page} aria-busy>
      <div className={page.bar}>
        <span className={page.mark}>{words.postil}</span>
      </div>
      <div className={page.content}>{lines && <Lines />}</div>
    </div>
  );
}
