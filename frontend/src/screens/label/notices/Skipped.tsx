import { Link } from "wouter";
import { words } from "@/words/label/label";

/** What somebody skipped is there for them to answer, where nothing else is. */
export function Skipped({ projectId, skipped }: { projectId: number; skipped: number }) {
  if (skipped === 0) return null;
  return (
    <p>
      <Link href={`/projects/${projectId}/answers?mark=skipped`}>{words.youSkipped(skipped)}</Link>
    </p>
  );
}
