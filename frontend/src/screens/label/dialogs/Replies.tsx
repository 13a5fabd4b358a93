import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, body } from "@/api/client";
import { Dialog } from "@/components/dialog/Dialog";
import { keepKeys } from "@/components/keys/keep-keys";
import { Problem } from "@/components/Problem";
import { useStore } from "@/state/use-store";
import { words } from "@/words/label/label";
import { useLabelling } from "../context";
import styles from "./Dialogs.module.css";

/** Quietly says that somebody has answered our notes. */
export function Replies() {
  const { labelling, view } = useLabelling();
  const replies = useStore(labelling.progress).counts?.replies ?? 0;
  if (replies === 0) return null;
  return (
    <button
      type="button"
      className={styles.button}
      onMouseDown={keepKeys}
      onClick={() => view.change({ dialog: "replies" })}
    >
      {words.answersToYou(replies)}
    </button>
  );
}

/** What was answered to our flags and comments; once shown it is read. */
export function RepliesDialog() {
  const { project, view } = useLabelling();
  const path = { project_id: project.id };
  const found = useQuery({
    queryKey: ["projects", project.id, "replies"],
    queryFn: () =>
      body(api.GET("/api/v1/projects/{project_id}/notes/replies", { params: { path } })),
    staleTime: Infinity,
    gcTime: 0,
  });
  useRead(found.data?.results.map(({ note_id }) => note_id));
  return (
    <Dialog title={words.answersToYourNotes} onClose={() => view.change({ dialog: null })}>
      {found.error && <Problem error={found.error} retry={() => void found.refetch()} />}
      <ul className="grid gap6">
        {found.data?.results.map((one) => (
          <li key={one.note_id}>
            <p className={styles.repliesQuiet}>
              {one.kind === "flag" ? words.youFlagged : words.youWrote}
              {words.on(
                one.text && (
                  <>
                    {" "}
                    “<bdi>{one.text}</bdi>”
                  </>
                ),
                <bdi>{excerpt(one.item_text)}</bdi>,
              )}
            </p>
            <p dir="auto" className={styles.reply}>
              {one.reply}
            </p>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function useRead(notes: readonly number[] | undefined): void {
  const { project, labelling } = useLabelling();
  const shown = notes?.join(" ");
  useEffect(() => {
    if (!shown) return;
    const read = shown.split(" ").map((note) =>
      api.POST("/api/v1/projects/{project_id}/notes/{note_id}/read", {
        params: { path: { project_id: project.id, note_id: Number(note) } },
      }),
    );
    // What isn't said to be read is shown again next time.
    void Promise.allSettled(read).then(() => labelling.wake());
  }, [shown, project.id, labelling]);
}

const EXCERPT = 80;

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > EXCERPT ? `${line.slice(0, EXCERPT).trimEnd()}…` : line;
}
