import type { ReactNode } from "react";
import type { Schema } from "@/api/client";
import { between, count, figure, minute, percent } from "./figures";
import { METRICS } from "./terms/metrics";

type Standing = Schema<"Standing">;

const LIGHT = { green: "enough labels", amber: "nearly enough", red: "go on" } as const;

/** Where a project stands: "84 % accurate (65–94)", "nearly enough", "Ann and Ben today". */
export function standingWords(of: Standing): string[] {
  const { estimate, low, high, metric, light, open_notes: notes, active_today: active } = of;
  const good =
    estimate === null
      ? null
      : `${percent(estimate)} ${METRICS[metric].reached} (${between(low, high)})`;
  const most = active.slice(0, 3).join(", ");
  const more = active.length > 3 ? ` and ${figure(active.length - 3)} more` : "";
  return [
    good,
    light === null ? null : LIGHT[light],
    notes === 0 ? null : count(notes, "open note"),
    active.length === 0 ? null : `${most}${more} today`,
  ].filter((part) => part !== null);
}

/** The list of projects. */
export const words = {
  // ProjectRow
  ofTextsLabelled: (labels: number, items: number, state: ReactNode) => (
    <>
      {figure(labels)} of {figure(items)} texts labelled{state}
    </>
  ),
  standingOf: (name: string) => `Where ${name} stands`,
  made: (at: string) => `made ${minute(at)}`,
  labelOf: (name: string) => `Label ${name}`,
  label: "Label",
  // ProjectsScreen
  projects: "Projects",
  newProject: "New project",
  archivedProjects: (rows: number) => count(rows, "archived project"),
  takenAlong: "Go on with the texts you took along",
  noProjects: "You are in no project yet. Projects appear here when someone invites you.",
  projectAbout:
    "A project holds your texts and the classes to choose from. Drop a CSV, JSON or Parquet file to start.",
} as const;
