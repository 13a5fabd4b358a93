import { lazy, Suspense, useState } from "react";
import { needsRoom } from "@/state/labelling/long-texts";
import type { Queue } from "@/state/labelling/queue";
import { useStore } from "@/state/use-store";
import { useTitle } from "@/components/page/use-title";
import { hasCodes } from "@/actions/action";
import { AddClassDialog } from "./dialogs/AddClassDialog";
import { Answers } from "./Answers";
import { useLabelling } from "./context";
import { CommentDialog } from "./dialogs/CommentDialog";
import { Footer } from "./Footer";
import { Guidelines } from "./dialogs/Guidelines";
import { Header } from "./Header";
import { Recent } from "./Recent";
import { RepliesDialog } from "./dialogs/Replies";
import { SkippedDialog } from "./dialogs/SkippedDialog";
import { Text } from "./Text";
import { useLabellingKeys } from "./use-keys";
import { useSwipe } from "./use-swipe";
import { useWaking } from "./use-waking";
import { Waiting } from "./notices/Waiting";
import styles from "./Workplace.module.css";

const TakeAlongDialog = lazy(() => import("./dialogs/TakeAlongDialog"));

/** The text, the answers, and as little else as possible. */
export function Workplace() {
  const { project, labelling, view, preferences } = useLabelling();
  const { queue } = useStore(labelling.supply.state);
  const { dialog, guidelines } = useStore(view);
  const { guidelinesPinned, textSize } = useStore(preferences);
  const { hasRoom, setOverflowing } = useRoom(queue);
  const swipe = useSwipe();
  useTitle(project.name);
  useLabellingKeys();
  useWaking();

  return (
    <div
      className={styles.workplace}
      data-pinned={(guidelines && guidelinesPinned) || undefined}
      data-guided={guidelines || undefined}
      style={{ "--item-text": `${textSize}px` }}
    >
      <Header />
      <main className={styles.main}>
        {queue.current ? (
          <div
            className={styles.column}
            data-many={hasCodes(project) || undefined}
            data-long={hasRoom || undefined}
          >
            <div className={styles.reading} {...swipe}>
              <Text slot={queue.current} onOverflow={setOverflowing} />
            </div>
            <Answers slot={queue.current} />
          </div>
        ) : (
          <Waiting />
        )}
      </main>
      <Recent />
      <Footer />
      {guidelines && <Guidelines {...{ project, view, preferences }} />}
      {dialog === "comment" && <CommentDialog />}
      {dialog === "class" && <AddClassDialog />}
      {dialog === "replies" && <RepliesDialog />}
      {dialog === "skipped" && <SkippedDialog />}
      {dialog === "along" && (
        <Suspense>
          <TakeAlongDialog />
        </Suspense>
      )}
    </div>
  );
}

/** Whether the text has all the room that the answers leave. */
function useRoom(queue: Queue) {
  const [overflowing, setOverflowing] = useState<number | null>(null);
  const [hadRoom, setHadRoom] = useState(false);
  const hasRoom = needsRoom(queue, overflowing, hadRoom);
  if (hasRoom !== hadRoom) setHadRoom(hasRoom);
  return { hasRoom, setOverflowing };
}
