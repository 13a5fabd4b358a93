import type { ReactNode } from "react";
import { count, figure, minute } from "./figures";

/** The list of projects. */
export const words = {
  // ProjectRow
  ofTextsLabelled: (labels: number, items: number, state: ReactNode) => (
    <>
      {figure(labels)} of {figure(items)} texts labelled{state}
    </>
  ),
  made: (at: string) => `made ${minute(at)}`,
  labelOf: (name: string) => `Label ${name}`,
  label: "Label",
  // ProjectsScreen
  projects: "Projects",
  newProject: "New project",
  archivedProjects: (rows: number) => count(rows, "archived project"),
  youAreInNoProjectYetA:
    "You are in no project yet. A project appears here when someone invites you to it.",
  aProjectIsAPileOfTexts:
    "A project is a pile of texts and the answers they can get. Bring a CSV, JSON or Parquet file; the first text is on your screen a minute later.",
} as const;
