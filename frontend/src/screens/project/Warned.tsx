import { useState } from "react";
import type { Project } from "@/api/queries";
import { TextButton } from "@/components/TextButton";
import type { Import, Stats } from "./queries";
import { RejectedDialog } from "./RejectedDialog";
import styles from "./Warned.module.css";
import { warning } from "./warning";

interface WarnedProps {
  project: Project;
  stats: Stats;
  imports: readonly Import[];
  error: Error | null;
}

/** One line over the curve, at most: what most needs saying. */
export function Warned({ project, stats, imports, error }: WarnedProps) {
  const [looking, setLooking] = useState(false);
  const found = error
    ? { kind: "warn" as const, words: `${error.message} The figures are from before; looking again.` }
    : warning(project, stats, imports);
  const import_ = found && "rejected" in found ? found.rejected : undefined;
  return (
    <div role="status" className={styles.line} data-kind={found?.kind}>
      {found?.words}{" "}
      {import_ && (
        <TextButton onClick={() => setLooking(true)}>See which</TextButton>
      )}
      {import_ && looking && (
        <RejectedDialog projectId={project.id} found={import_} onClose={() => setLooking(false)} />
      )}
    </div>
  );
}
