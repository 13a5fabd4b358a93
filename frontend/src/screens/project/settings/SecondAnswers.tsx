import { useQuery } from "@tanstack/react-query";
import { PEOPLE, secondAnswers } from "@/words/settings";
import { liveStats } from "../queries";
import type { TabProps } from "../tabs";

/** What second answers are for, and what came of those that there were. */
export function SecondAnswers({ project }: TabProps) {
  const found = useQuery({ ...liveStats(project.id), enabled: project.relabel }).data
    ?.second_answers;
  return project.relabel && found ? `${PEOPLE.relabel} ${secondAnswers(found)}` : PEOPLE.relabel;
}
