import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Project } from "@/api/queries";
import { WithSettings } from "@/components/WithSettings";
import { TextButton } from "@/components/TextButton";
import { words } from "@/words/project/overview/overview";
import { warning } from "@/words/project/overview/warning";
import { type Import, progress, type Stats } from "@/api/project";
import { RejectedDialog } from "../data/RejectedDialog";
import styles from "../Warned.module.css";
import { WarningsDialog } from "../data/WarningsDialog";

interface WarnedProps {
  project: Project;
  stats: Stats;
  imports: readonly Import[];
  error: Error | null;
}

/** One line over the curve, at most: what most needs saying. */
export function Warned({ project, stats, imports, error }: WarnedProps) {
  const [looking, setLooking] = useState(false);
  const { data: own } = useQuery(progress(project.id));
  const found = error
    ? {
        kind: "warn" as const,
        words: words.oldFigures(error.message),
      }
    : warning(project, stats, imports, own?.others_must_audit === true);
  const rejected = found && "rejected" in found ? found.rejected : undefined;
  const doubtful = found && "doubtful" in found ? found.doubtful : undefined;
  return (
    <div role="status" className={styles.warnedLine} data-kind={found?.kind}>
      {found && <WithSettings words={found.words} projectId={project.id} />}{" "}
      {(rejected ?? doubtful) && (
        <TextButton onClick={() => setLooking(true)}>{words.seeWhich}</TextButton>
      )}
      {rejected && looking && (
        <RejectedDialog projectId={project.id} found={rejected} onClose={() => setLooking(false)} />
      )}
      {doubtful && looking && <WarningsDialog found={doubtful} onClose={() => setLooking(false)} />}
    </div>
  );
}
