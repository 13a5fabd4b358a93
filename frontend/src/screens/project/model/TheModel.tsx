import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Schema } from "@/api/client";
import { isOpen } from "@/api/features";
import { modelAddress, packedModel, prepareModel } from "@/api/model";
import { jobKinds, liveStats } from "@/api/project";
import type { Curve, Project } from "@/api/queries";
import { Problem } from "@/components/Problem";
import { useNow } from "@/components/use-now";
import { figure } from "@/words/figures";
import { figureOf, formOf, words } from "@/words/model";
import { encoderName, running } from "@/words/project/work";
import { Card } from "../Card";
import { JobLine } from "../JobLine";
import { Unbroken } from "../Unbroken";
import styles from "./Model.module.css";

type Packed = Schema<"PackedModel">;

/** The model as a file: prepared when somebody asks for it, and what is in it. */
export function TheModel({ project, curve }: { project: Project; curve: Curve }) {
  const projectId = project.id;
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(packedModel(projectId));
  const prepare = useMutation({
    mutationFn: () => prepareModel(projectId),
    onSuccess: () => queries.invalidateQueries({ queryKey: packedModel(projectId).queryKey }),
  });
  if (!data)
    return (
      <Card title={words.model}>
        {error && <Problem error={error} retry={() => void refetch()} />}
      </Card>
    );
  const { model, reason } = data;
  const isUnderWay = reason?.code === "under_way";
  const isNewest = model !== null && reason === null;
  const canPrepare = !isNewest && isOpen(project);
  return (
    <Card title={words.model}>
      {model ? (
        <Known model={model} curve={curve} />
      ) : (
        <p className={styles.text}>{words.notPrepared}</p>
      )}
      <p className={styles.quiet} role="status">
        {news(data)}
      </p>
      {canPrepare && data.graph_waits_for !== null && (
        <p className={styles.quiet}>{words.graphWaitsFor(encoderName(data.graph_waits_for))}</p>
      )}
      {isUnderWay && <UnderWay projectId={projectId} />}
      {prepare.error && <Problem error={prepare.error} />}
      {model?.has_graph && <Use />}
      <div className="wrap gap2 above3">
        {model && (
          <Button component="a" href={modelAddress(projectId)} download>
            {words.download}
          </Button>
        )}
        {canPrepare && (
          <Button
            variant={model ? "default" : "filled"}
            loading={prepare.isPending || isUnderWay}
            onClick={() => prepare.mutate()}
          >
            {model ? words.prepareNewer : words.prepare}
          </Button>
        )}
      </div>
    </Card>
  );
}

/** How far it is, and the way to end it. */
function UnderWay({ projectId }: { projectId: number }) {
  const { data: kinds = [] } = useQuery(jobKinds);
  const { data: stats } = useQuery(liveStats(projectId));
  const packing = stats?.jobs.filter(({ kind }) => kind === "pack_model") ?? [];
  const [job] = running(packing, kinds, useNow(1_000));
  return job ? <JobLine job={job} /> : null;
}

/** What one types to have the model's answer, where Postil isn't. */
function Use() {
  return (
    <>
      <p className={styles.use}>{words.use}</p>
      <pre className={styles.commands} aria-label={words.commands} tabIndex={0}>
        {words.useIt}
      </pre>
    </>
  );
}

/** What has come since, or why there is nothing to download. */
function news({ reason }: Schema<"ModelStatus">): string | null {
  if (reason === null || reason.code === "not_prepared" || reason.code === "under_way") return null;
  if (reason.code === "newer_round") return words.newer(figure(reason.figures.newer ?? 0));
  return reason.code === "job_failed" ? words.failed(reason.detail) : reason.detail;
}

function Known({ model, curve }: { model: Packed; curve: Curve }) {
  const now = useNow(MINUTE);
  return (
    <>
      <p className={styles.text}>
        <strong>{words.of(model.round, figure(model.labels))}</strong>
        {": "}
        <Unbroken words={figureOf(model, curve)} /> {formOf(model)}{" "}
        {!model.has_graph && words.noGraph(model.round)}
      </p>
      <p className={styles.quiet}>{words.zipOf(model.size, model.made_at, now)}</p>
    </>
  );
}

const MINUTE = 60_000;
