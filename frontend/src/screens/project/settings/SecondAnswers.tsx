import type { Project } from "@/api/queries";
import { useQuery } from "@tanstack/react-query";
import { secondAnswers, SETTINGS } from "@/words/settings/settings-fields";
import { liveStats } from "@/api/project";

/** What second answers are for, and what came of those that there were. */
export function SecondAnswers({ project }: { project: Project }) {
  const found = useQuery({ ...liveStats(project.id), enabled: project.relabel }).data
    ?.second_answers;
  const { sentence } = SETTINGS.relabel;
  return project.relabel && found ? `${sentence} ${secondAnswers(found)}` : sentence;
}
