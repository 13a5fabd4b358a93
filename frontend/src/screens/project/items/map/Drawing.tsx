import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { isOpen } from "@/api/features";
import { drawMap, type MapStatus } from "@/api/map";
import { jobKinds } from "@/api/project";
import { useNow } from "@/components/use-now";
import { Wrong } from "@/components/Wrong";
import { words } from "@/words/map";
import { running } from "@/words/project/work/work";
import { JobLine } from "../../work/JobLine";
import { useItems } from "../context";
import styles from "./Map.module.css";

/** Asks for a map. */
export function useDrawing(projectId: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => drawMap(projectId),
    onSettled: () => queries.invalidateQueries({ queryKey: ["projects", projectId, "map"] }),
  });
}

/** The map that is being drawn; before there is one, what it is and the way to it. */
export function Drawing({ status }: { status: MapStatus }) {
  const { project } = useItems();
  const { data: kinds = [] } = useQuery(jobKinds);
  const now = useNow(1_000, status.job !== null);
  const draw = useDrawing(project.id);
  const [line] = running(status.job ? [status.job] : [], kinds, now);
  const { map, reason } = status;
  const why =
    reason && (reason.code === "job_failed" ? words.failed(reason.detail) : reason.detail);
  if (map && !line && !reason) return null;
  return (
    <div className={map ? undefined : styles.empty}>
      {!map && (
        <>
          <h2>{words.none}</h2>
          <p>{words.whatItIs}</p>
        </>
      )}
      {why && <p role="status">{why}</p>}
      {line && <JobLine job={line} />}
      {!map && !status.job && isOpen(project) && (
        <p className="above3">
          <Button
            disabled={reason?.code === "no_vectors"}
            loading={draw.isPending}
            onClick={() => draw.mutate()}
          >
            {words.draw}
          </Button>{" "}
          <span className="small quiet">{words.howLong}</span>
        </p>
      )}
      <Wrong error={draw.error} />
    </div>
  );
}
