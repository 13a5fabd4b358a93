import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { Problem } from "@/components/Problem";
import { useStore } from "@/state/use-store";
import { words } from "@/words/label/label";
import { Archived } from "./Archived";
import { Colleagues } from "./Colleagues";
import { useLabelling } from "../context";
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
      <Notice title={words.offlineTitle}>
        <p>{words.offlineNote}</p>
        <Button variant="default" onClick={retry}>
          {words.tryNow}
        </Button>
      </Notice>
    );
  if (error)
    return (
      <Notice title={words.fetchProblem}>
        <Problem error={error} retry={retry} />
      </Notice>
    );
  if (reason === "done") return <Done />;
  if (reason === "embedding") return <Preparing />;
  if (reason === "paused") return <Paused />;
  if (reason === "archived") return <Archived />;
  if (reason === "all_leased") return <Colleagues />;
  return quiet ? null : <Notice title={words.fetchingTheFirstText} />;
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
