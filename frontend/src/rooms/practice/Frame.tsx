import { Link } from "wouter";
import { guidelines } from "@/actions";
import { help } from "@/actions/everywhere";
import type { PracticeContext } from "./actions";
import type { Round } from "./api";
import type { Project } from "@/api/queries";
import { Hint } from "@/components/keys/Hint";
import { isolated } from "@/components/text/isolated";
import foot from "@/components/keys/Keys.module.css";
import { keepKeys } from "@/components/keys/keep-keys";
import { words as ofLabelling } from "@/words/label/label";
import { words } from "./words";
import frame from "@/screens/label/Frame.module.css";
import styles from "./Practice.module.css";

interface HeadProps {
  project: Project;
  round: Round;
  /** A text waits for its answer. */
  asked: boolean;
}

/** Where one is, and that this is practice. */
export function Head({ project, round, asked }: HeadProps) {
  const { texts, answered } = round;
  return (
    <header className={frame.header}>
      <h1 className={frame.project}>
        <Link href="/" title={isolated(project.name)}>
          <bdi>{project.name}</bdi>
        </Link>
      </h1>
      <p className={frame.pace}>
        <span className={styles.badge}>{words.practice}</span>{" "}
        {words.placeOf(Math.min(texts, answered + (asked ? 1 : 0)), texts)}
      </p>
      <div className={frame.right}>
        <p className={styles.counts}>{words.nothingCounts}</p>
        <button
          type="button"
          className={frame.button}
          aria-label={help.name}
          onMouseDown={keepKeys}
          onClick={() => help.run(null)}
        >
          ?
        </button>
      </div>
    </header>
  );
}

/** What keys do besides answering. */
export function Foot({ context }: { context: PracticeContext }) {
  return (
    <footer className={foot.foot}>
      <div className={foot.left} />
      <div className={foot.middle}>
        <Hint by={guidelines.keys(context)[0]} onPress={() => guidelines.run(context)}>
          {ofLabelling.guidelines}
        </Hint>
      </div>
      <div className={foot.right} />
    </footer>
  );
}
