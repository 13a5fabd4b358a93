import { Button } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { isOpen } from "@/api/features";
import type { Project } from "@/api/queries";
import { words } from "@/words/project/data/data";
import type { Import } from "@/api/project";
import styles from "./DataCard.module.css";
import { ImportLine } from "./ImportLine";

const AddDialog = lazy(() => import("./AddDialog"));

interface DataCardProps {
  project: Project;
  imports: readonly Import[];
}

/** The files that the texts came from, the latest first, and the way to bring more. */
export function DataCard({ project, imports }: DataCardProps) {
  const [adding, setAdding] = useState(false);
  return (
    <section className="card above4 figures" aria-labelledby="data">
      <div className={styles.head}>
        <h3 id="data">{words.data}</h3>
        {isOpen(project) && (
          <Button variant="default" onClick={() => setAdding(true)}>
            {words.addData}
          </Button>
        )}
      </div>
      {imports.length === 0 ? (
        <p className="quiet">{words.noFiles}</p>
      ) : (
        <ul
          className={styles.imports}
          tabIndex={imports.length > FIT ? 0 : undefined}
          aria-label={words.files}
        >
          {imports.toReversed().map((one) => (
            <ImportLine
              key={one.import_id}
              projectId={project.id}
              one={one}
              changes={isOpen(project)}
              onAgain={() => setAdding(true)}
            />
          ))}
        </ul>
      )}
      <Suspense fallback={null}>
        {adding && <AddDialog project={project} onClose={() => setAdding(false)} />}
      </Suspense>
    </section>
  );
}

const FIT = 5;
