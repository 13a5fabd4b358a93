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
  noProjects: "You are in no project yet. Projects appear here when someone invites you.",
  projectAbout:
    "A project holds your texts and the classes to choose from. Drop a CSV, JSON or Parquet file to start.",
} as const;
