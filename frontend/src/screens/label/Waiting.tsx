import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { Problem } from "@/components/Problem";
import { useStore } from "@/state/use-store";
import { Colleagues } from "./Colleagues";
import { useLabelling } from "./context";
import { Done } from "./Done";
import { Notice } from "./Notice";
import { Paused } from "./Paused";
import { Preparing } from "./Preparing";

const QUIET_FOR = 300;

/** Why there is no text on the screen, and what happens next. */
export function Waiting() {
  const { labelling } = useLabelling();
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
  if (reason === "paused") return <Paused />;
  if (reason === "all_leased") return <Colleagues />;
  return quiet ? null : <Notice title="Fetching the first text" />;
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
