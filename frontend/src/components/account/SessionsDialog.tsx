import { TextButton } from "@/components/TextButton";
import { Wrong } from "@/components/Wrong";
import { Button } from "@mantine/core";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { everything } from "@/api/everything";
import { api, body, type Schema } from "@/api/client";
import { Dialog } from "@/components/dialog/Dialog";
import { words } from "@/words/common";
import styles from "./Account.module.css";

const sessions = queryOptions({
  queryKey: ["me", "sessions"],
  queryFn: () => everything((query) => body(api.GET("/api/v1/me/sessions", { params: { query } }))),
  staleTime: 0,
});

interface SessionsDialogProps {
  onClose(): void;
  /** The session of this browser has ended too. */
  onLeave(): void;
}

/** Where someone is signed in, and the way out of all of it. */
export function SessionsDialog({ onClose, onLeave }: SessionsDialogProps) {
  const { data } = useQuery(sessions);
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: (id: number) =>
      api.DELETE("/api/v1/me/sessions/{session_id}", { params: { path: { session_id: id } } }),
    onSettled: () => queries.invalidateQueries(sessions),
  });
  const endAll = useMutation({
    mutationFn: () => api.DELETE("/api/v1/me/sessions"),
    onSuccess: onLeave,
  });
  const wrong = end.error ?? endAll.error;

  return (
    <Dialog title={words.sessions} onClose={onClose}>
      <div className={styles.form}>
        <ul className={styles.sessions}>
          {data?.map((each) => (
            <li key={each.id}>
              <div>
                <p>{each.is_this ? words.thisBrowser : words.anotherBrowser}</p>
                <p className="small quiet">{since(each)}</p>
              </div>
              {!each.is_this && (
                <TextButton
                  quiet
                  aria-label={words.signOutOf(since(each))}
                  onClick={() => end.mutate(each.id)}
                >
                  {words.signOut}
                </TextButton>
              )}
            </li>
          ))}
        </ul>
        <Wrong error={wrong} />
        <p className="quiet">{words.signingOutEverywhereEnds}</p>
        <Button variant="default" loading={endAll.isPending} onClick={() => endAll.mutate()}>
          {words.signOutEverywhere}
        </Button>
      </div>
    </Dialog>
  );
}

function since({ created_at, used_at }: Schema<"BrowserSession">): string {
  const signedIn = words.signedIn(created_at);
  return used_at ? words.lastUsed(signedIn, used_at) : signedIn;
}
