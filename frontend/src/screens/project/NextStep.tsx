import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { Link } from "wouter";
import { nextStep, type Stats } from "@/api/project";
import type { Project } from "@/api/queries";
import { GO, type NextStep as Step, NEXT_STEP, title } from "@/words/project/next-step";
import { unbroken } from "@/words/reasons";
import styles from "./Overview.module.css";

const AddDialog = lazy(() => import("./data/AddDialog"));

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
          {step.action === "add_texts" ? (
            <Button variant="default" onClick={() => setAdding(true)}>
              {GO.add_texts}
            </Button>
          ) : (
            <Button variant="default" component={Link} href={placeOf(step, project.id)}>
              {GO[step.action]}
            </Button>
          )}
        </>
      )}
      <Suspense fallback={null}>
        {adding && <AddDialog project={project} onClose={() => setAdding(false)} />}
      </Suspense>
    </section>
  );
}

/** Where a step is done. */
function placeOf({ action, class_id: classId }: Step, projectId: number): string {
  const root = `/projects/${projectId}`;
  const places: Record<Exclude<Step["action"], "add_texts">, string> = {
    resume: `${root}/settings`,
    label: `${root}/label`,
    settle: `${root}/review?list=disagreements`,
    find_class: `${root}/hunt/${classId}`,
    set_target: `${root}/settings#goal-and-price`,
    take_model: `${root}/model`,
  };
  return action === "add_texts" ? root : places[action];
}
