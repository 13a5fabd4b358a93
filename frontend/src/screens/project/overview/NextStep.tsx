import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { Link } from "wouter";
import { nextStep, type Stats } from "@/api/project";
import type { Project } from "@/api/queries";
import { GO, type NextStep as Step, NEXT_STEP, title } from "@/words/project/overview/next-step";
import { unbroken } from "@/words/terms/reasons";
import styles from "./Overview.module.css";
import { TargetField } from "./TargetField";

const AddDialog = lazy(() => import("../data/AddDialog"));

/** The one thing that brings the project furthest now, why, and the way to it. */
export function NextStep({ project, stats }: { project: Project; stats: Stats }) {
  const { data: step } = useQuery(nextStep(project.id, stats));
  const [adding, setAdding] = useState(false);
  return (
    <section className={styles.next} aria-label={NEXT_STEP}>
      {step && (
        <>
          <div>
            <h3>
              <bdi>{title(step)}</bdi>
            </h3>
            <p className="quiet">{unbroken(step.reason)}</p>
          </div>
          <Way step={step} project={project} onAdd={() => setAdding(true)} />
        </>
      )}
      <Suspense fallback={null}>
        {adding && <AddDialog project={project} onClose={() => setAdding(false)} />}
      </Suspense>
    </section>
  );
}

interface WayProps {
  step: Step;
  project: Project;
  onAdd(): void;
}

/** Where a step is done: here, or behind a link. */
function Way({ step, project, onAdd }: WayProps) {
  const { action, class_id: classId } = step;
  if (action === "set_target") return <TargetField project={project} />;
  if (action === "add_texts")
    return (
      <Button variant="default" onClick={onAdd}>
        {GO.add_texts}
      </Button>
    );
  const root = `/projects/${project.id}`;
  const places: Record<typeof action, string> = {
    resume: `${root}/settings`,
    label: `${root}/label`,
    settle: `${root}/review?list=disagreements`,
    find_class: `${root}/hunt/${classId}`,
    take_model: `${root}/model`,
  };
  return (
    <Button variant="default" component={Link} href={places[action]}>
      {GO[action]}
    </Button>
  );
}
