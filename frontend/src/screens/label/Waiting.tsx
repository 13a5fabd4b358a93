import { useEffect, useState } from "react";
import { Button } from "@mantine/core";
import { Problem } from "@/components/Problem";
import { useStore } from "@/state/use-store";
import { Done } from "./Done";
import { useLabelling } from "./context";
import { Preparing } from "./Preparing";
import styles from "./Waiting.module.css";

const QUIET_FOR = 300;

/** Why there is no text on the screen, and what happens next. */
export function Waiting() {
  const { labelling, project } = useLabelling();
  const { reason, error, loaded } = useStore(labelling.supply.state);
  const { offline } = useStore(labelling.outbox.state);
  const quiet = useQuiet();
  const retry = () => labelling.wake();

  if (error && loaded && offline)
    return (
      <Notice title="Offline, and out of texts">
        <p>Your answers are kept on this device. New texts come when the service can be reached.</p>
        <Button variant="default" onClick={retry}>
          Try now
        </Button>
      </Notice>
    );
  if (error)
    return (
      <Notice title="No text could be fetched">
        <Problem error={error} retry={retry} />
      </Notice>
    );
  if (reason === "done") return <Done />;
  if (reason === "embedding") return <Preparing />;
  if (reason === "paused")
    return (
      <Notice title="This project is paused">
        {project.paused_reason && <p>{project.paused_reason}</p>}
        <p>The texts come back here when it goes on.</p>
      </Notice>
    );
  if (reason === "all_leased")
    return (
      <Notice title="Everything is with your colleagues">
        <LooksAgain />
      </Notice>
    );
  return quiet ? null : <Notice title="Fetching the first text" />;
}

export function Notice({ title, children }: { title: string; children?: React.ReactNode }) {
  return (
    <div className={styles.notice} role="status">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

function LooksAgain() {
  const { labelling } = useLabelling();
  const { lookAgainAt } = useStore(labelling.supply.state);
  const now = useNow();
  const seconds = Math.max(0, Math.ceil(((lookAgainAt ?? now) - now) / 1_000));
  // Said once, not every second.
  return <p aria-live="off">{seconds > 0 ? `Looking again in ${seconds} s.` : "Looking again."}</p>;
}

/** The time, a few times a second. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** True for the first moments: what loads quickly should not flash a message. */
function useQuiet(): boolean {
  const [quiet, setQuiet] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(false), QUIET_FOR);
    return () => clearTimeout(timer);
  }, []);
  return quiet;
}
