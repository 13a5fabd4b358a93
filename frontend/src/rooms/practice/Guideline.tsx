import { lazy, Suspense } from "react";
import type { Project } from "@/api/queries";
import { words } from "./words";

const Markdown = lazy(() => import("@/components/text/Markdown"));

/** What the project's guidelines say, to be looked up where an answer was wrong. */
export function Guideline({ project: { guidelines } }: { project: Pick<Project, "guidelines"> }) {
  if (!guidelines.trim()) return null;
  return (
    <details open>
      <summary>{words.theGuidelines}</summary>
      <Suspense fallback={<p>{guidelines}</p>}>
        <Markdown text={guidelines} />
      </Suspense>
    </details>
  );
}
