import { useStore } from "@/state/use-store";
import { words } from "@/words/label/label";
import { useLabelling } from "../context";
import { Notice } from "./Notice";

/** The owner has put the project away, perhaps while somebody labelled. */
export function Archived() {
  const { labelling } = useLabelling();
  useStore(labelling.outbox.state);
  return (
    <Notice title={words.thisProjectIsArchived}>
      <p>{words.nothingUntil}</p>
      {labelling.lost > 0 && <p>{words.answersWaitForIt(labelling.lost)}</p>}
    </Notice>
  );
}
