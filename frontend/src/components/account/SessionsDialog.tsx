import { Button } from "@mantine/core";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { everything } from "@/api/everything";
import { api, body, type Schema } from "@/api/client";
import { Dialog } from "@/components/Dialog";
import styles from "./Account.module.css";

const sessions = queryOptions({
  queryKey: ["me", "sessions"],
  queryFn: () => everything((query) => body(api.GET("/api/v1/me/sessions", { params: { query } }))),
  staleTime: 0,
});

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const at = (when: string) => moment.format(new Date(when));

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
    <Dialog title="Where you are signed in" onClose={onClose}>
      <div className={styles.form}>
        <ul className={styles.sessions}>
          {data?.map((each) => (
            <li key={each.id}>
              <div>
                <p>{each.is_this ? "This browser" : "Another browser"}</p>
                <p className={styles.small}>{since(each)}</p>
              </div>
              {!each.is_this && (
                <button
                  type="button"
                  className={styles.end}
                  aria-label={`Sign out: ${since(each)}`}
                  onClick={() => end.mutate(each.id)}
                >
                  Sign out
                </button>
              )}
            </li>
          ))}
        </ul>
        {wrong && (
          <p role="alert" className={styles.error}>
            {wrong.message}
          </p>
        )}
        <p className={styles.quiet}>
          Signing out everywhere ends all of these and the links that would sign you in. You need a
          new link, or your password, to come back. Answers that are saved stay.
        </p>
        <Button variant="default" loading={endAll.isPending} onClick={() => endAll.mutate()}>
          Sign out everywhere
        </Button>
      </div>
    </Dialog>
  );
}

function since({ created_at, used_at }: Schema<"SessionResponse">): string {
  const signedIn = `signed in ${at(created_at)}`;
  return used_at ? `${signedIn}, last used ${at(used_at)}` : signedIn;
}
