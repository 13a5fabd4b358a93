import type { Project } from "@/api/queries";
import { useQuery } from "@tanstack/react-query";
import { has, isOpen } from "@/api/features";
import { Lines } from "@/components/page/Loading";
import { Problem } from "@/components/Problem";
import { Classes } from "./Classes";
import { Cost } from "./Cost";
import { CurveCard } from "../curve/CurveCard";
import { DataCard } from "../data/DataCard";
import { Headline } from "./Headline";
import styles from "./Overview.module.css";
import { NextStep } from "./NextStep";
import { People } from "../people/People";
import { imports as importsQuery } from "@/api/project";
import { LabelsSaved } from "./LabelsSaved";
import { StopLight } from "./StopLight";
import { Suggested } from "./Suggested";
import { useFigures } from "./use-figures";
import { Warned } from "./Warned";
import { Work } from "../work/Work";

/** What a project has reached, what it costs and what is going on. */
export function Overview({ project }: { project: Project }) {
  const { stats, curve, error, retry } = useFigures(project.id);
  const { data: imports = [] } = useQuery(importsQuery(project.id));
  const testSet = imports.some(({ role, state }) => role === "evaluation" && state === "ready");
  if (!stats || !curve) return error ? <Problem error={error} retry={retry} /> : <Lines />;
  return (
    <>
      <Headline projectId={project.id} curve={curve} stats={stats} testSet={testSet} />
      <NextStep project={project} stats={stats} />
      <Warned project={project} stats={stats} imports={imports} error={error} />
      <CurveCard curve={curve} stats={stats} projectId={project.id} name={project.name} />
      <div className={styles.cards}>
        {has(project, "against_random") && <LabelsSaved curve={curve} projectId={project.id} />}
        <StopLight project={project} stats={stats} />
        <Cost project={project} />
      </div>
      <div className={styles.columns}>
        <div className={styles.side}>
          <People projectId={project.id} people={stats.people} changes={isOpen(project)} />
          <Work project={project} stats={stats} />
          <Suggested suggestions={stats.suggestions} />
          <DataCard project={project} imports={imports} />
        </div>
        <Classes
          project={project}
          classes={stats.classes}
          checks={curve.points.at(-1)?.audit_labels ?? 0}
          enough={curve.enough_audit_items.class_figures}
        />
      </div>
    </>
  );
}
