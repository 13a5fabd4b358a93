import type { Project } from "@/api/queries";
import { refusal, rowNoun } from "../data/imports";
import type { Import, Stats } from "@/api/project";
import { count, figure } from "@/words/figures";
import { unbroken } from "@/words/terms/reasons";
import { word } from "./stop";

/** Something to know before reading the figures, with what can be done about it. */
export interface Warning {
  kind: "error" | "warn" | "note" | "good";
  words: string;
  /** Where more is to be seen. */
  rejected?: Import;
  doubtful?: Import;
}

/** The one thing that most needs saying; null when all is well. */
export function warning(
  project: Project,
  stats: Stats,
  imports: readonly Import[],
  mayNotAudit: boolean,
): Warning | null {
  if (project.state === "archived")
    return {
      kind: "note",
      words:
        "This project is archived. You can read and export everything. To change it, bring it back under Settings.",
    };
  const failed = imports.find(({ state }) => state === "failed");
  if (failed && stats.items === 0)
    return {
      kind: "error",
      words: `${named(failed)} couldn't be read. ${refusal(failed.error ?? "")} Correct the file and add it again under Data.`,
    };
  if (project.state === "paused")
    return {
      kind: "warn",
      words: `The project is paused: nobody gets texts. ${project.paused_reason ?? ""}`.trim(),
    };
  const untaken = stats.undone.find(({ state }) => state === "queued");
  if (untaken)
    return {
      kind: "warn",
      words: `The machine's work stands still. ${untaken.error ?? ""}`.trim(),
    };
  if (stats.encoder.state === "preparing")
    return {
      kind: "warn",
      words: `No worker has the encoder ${stats.encoder.name} yet, so texts come in random order. If this stays, read the output of \`postil serve\`.`,
    };
  if (stats.undone.some(({ state }) => state === "failed"))
    return {
      kind: "warn",
      words: "A job failed. See “Work” below for the reason, and try it again there.",
    };
  if (mayNotAudit)
    return {
      kind: "note",
      words:
        "You have seen predictions for all texts, so your answers are no audit answers. Invite others: they must answer the audit texts.",
    };
  if (stats.stop?.light === "green")
    return {
      kind: "good",
      words: `${word(stats.stop)}. Labelling goes on until you stop it.`,
    };
  if (stats.guard?.tripped)
    return {
      kind: "warn",
      words:
        "Chosen texts teach the model less than random ones would. Half of the texts are now " +
        `drawn at random. ${stats.guard.reason ? unbroken(stats.guard.reason) : ""}`.trim(),
    };
  const partly = imports.find((one) => one.state === "ready" && one.rejected > 0);
  if (partly)
    return {
      kind: "note",
      words: `${count(partly.rejected, rowNoun(partly).toLowerCase())} of ${figure(partly.received)} in ${named(partly, "an upload")} ${partly.rejected === 1 ? "was" : "were"} left out.`,
      rejected: partly,
    };
  const doubtful = imports.find((one) => one.state === "ready" && one.warnings.length > 0);
  if (doubtful)
    return {
      kind: "note",
      words: `${named(doubtful)} was imported, with ${count(doubtful.warnings.length, "warning")}.`,
      doubtful,
    };
  return null;
}

const named = ({ file_name }: Import, otherwise = "The upload"): string =>
  file_name ? `“${file_name}”` : otherwise;
