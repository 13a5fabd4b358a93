import { useQuery } from "@tanstack/react-query";
import { skippedCount } from "@/api/own-answers";
import { useNow } from "@/components/use-now";
import { useStore } from "@/state/use-store";
import { words } from "@/words/label/label";
import { useLabelling } from "../context";
import { Notice } from "./Notice";
import { Skipped } from "./Skipped";

/** Every item is out with someone else. */
export function Colleagues() {
  const { labelling, project } = useLabelling();
  const { data: skipped = 0 } = useQuery(skippedCount(project.id));
  const { lookAgainAt } = useStore(labelling.supply.state);
  const now = useNow(250);
  const seconds = Math.max(0, Math.ceil(((lookAgainAt ?? now) - now) / 1_000));
  return (
    <Notice title={words.nothingLeftForYou}>
      <p>{words.withColleagues}</p>
      <Skipped projectId={project.id} skipped={skipped} />
      {/* A screen reader is told once, not every second. */}
      <p className="figures" aria-live="off">
        {seconds > 0 ? words.lookingAgainInS(seconds) : words.lookingAgain}
      </p>
    </Notice>
  );
}
