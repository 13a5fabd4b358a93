import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { has, isOpen } from "@/api/features";
import { curve as curveQuery, every, type Project } from "@/api/queries";
import { Lines } from "@/components/page/Loading";
import { Problem } from "@/components/Problem";
import { words } from "@/words/model";
import { AllTexts } from "./AllTexts";
import { Drift } from "./usage/Drift";
import styles from "./Model.module.css";
import { TheModel } from "./TheModel";
import { LabelTheRest } from "./certificates/LabelTheRest";
import { TryIt } from "./TryIt";
import { UsageWarning } from "./usage/UsageSoFar";

const LOOK_AGAIN = 10_000;

/** What the labels have made: the model, and what can be done with it. */
export default function ModelTab({ project }: { project: Project }) {
  const curve = useQuery({ ...curveQuery(project.id), refetchInterval: every(LOOK_AGAIN) });
  if (!curve.data)
    return curve.error ? (
      <Problem error={curve.error} retry={() => void curve.refetch()} />
    ) : (
      <Lines />
    );
  if (curve.data.points.length === 0)
    return (
      <div className={styles.none}>
        <h2>{words.none}</h2>
        <p>{words.comes}</p>
        {isOpen(project) && (
          <p>
            {project.item_count > 0 ? (
              <Link href={`/projects/${project.id}/label`}>{words.label}</Link>
            ) : (
              <Link href={`/projects/${project.id}`}>{words.addTexts}</Link>
            )}
          </p>
        )}
      </div>
    );
  return (
    <div className="grid gap4">
      <h2 className="unseen">{words.title}</h2>
      <UsageWarning projectId={project.id} />
      <TryIt project={project} />
      {has(project, "machine_labels") && (
        <LabelTheRest projectId={project.id} changes={isOpen(project)} />
      )}
      <TheModel project={project} curve={curve.data} />
      <AllTexts project={project} />
      <Drift project={project} />
    </div>
  );
}
