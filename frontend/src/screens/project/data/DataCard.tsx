import { Button } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import type { Project } from "@/api/queries";
import type { Import } from "../queries";
import card from "../Card.module.css";
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
    <section className={styles.card} aria-labelledby="data">
      <div className={styles.head}>
        <h3 id="data">Data</h3>
        <Button variant="default" onClick={() => setAdding(true)}>
          Add data
        </Button>
      </div>
      {imports.length === 0 ? (
        <p className={card.quiet}>
          No texts yet. Add a file, and the first text can be labelled a moment later.
        </p>
      ) : (
        <ul
          className={styles.imports}
          tabIndex={imports.length > FIT ? 0 : undefined}
          aria-label="Files"
        >
          {imports.toReversed().map((one) => (
            <ImportLine
              key={one.import_id}
              projectId={project.id}
              one={one}
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
