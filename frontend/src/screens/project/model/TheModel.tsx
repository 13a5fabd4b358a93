import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Schema } from "@/api/client";
import { has, isOpen } from "@/api/features";
import { modelAddress, packedModel, prepareModel, type Rung } from "@/api/model";
import { jobKinds, liveStats } from "@/api/project";
import type { Curve, Project } from "@/api/queries";
import { Problem } from "@/components/Problem";
import { RadioField } from "@/components/fields/RadioField";
import { useNow } from "@/components/use-now";
import { figure } from "@/words/figures";
import { figureOf, formOf, words } from "@/words/model";
import { encoderName, running } from "@/words/project/work/work";
import { Card } from "../Card";
import { JobLine } from "../work/JobLine";
import { Unbroken } from "../Unbroken";
import styles from "./Model.module.css";

type Packed = Schema<"PackedModel">;
const JOB_OF: Record<Rung, string> = { full: "pack_model", fast: "fast_model" };

/** The model as a file, the full or the fast one. */
export function TheModel({ project, curve }: { project: Project; curve: Curve }) {
  const [rung, choose] = useState<Rung>("full");
  return (
    <Card title={words.model}>
      {has(project, "fast_model") && (
        <RadioField<Rung>
          legend={words.which}
          name="rung"
          choices={words.rungs}
          value={rung}
          onChange={choose}
        />
      )}
      <OneModel key={rung} project={project} curve={curve} rung={rung} />
    </Card>
  );
}

/** Prepared when somebody asks for it, and what is in it. */
function OneModel({ project, curve, rung }: { project: Project; curve: Curve; rung: Rung }) {
  const projectId = project.id;
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(packedModel(projectId, rung));
  const prepare = useMutation({
    mutationFn: () => prepareModel(projectId, rung),
    onSuccess: () => queries.invalidateQueries({ queryKey: packedModel(projectId, rung).queryKey }),
  });
  if (!data) return error && <Problem error={error} retry={() => void refetch()} />;
  const { model, reason } = data;
  const isUnderWay = reason?.code === "under_way";
  const isNewest = model !== null && reason === null;
  const canPrepare = !isNewest && isOpen(project) && reason?.code !== "full_model_is_fast";
  return (
    <>
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
      {isUnderWay && <UnderWay projectId={projectId} rung={rung} />}
      {prepare.error && <Problem error={prepare.error} />}
      {model?.has_graph && <Use />}
      <div className="wrap gap2 above3">
        {model && (
          <Button component="a" href={modelAddress(projectId, rung)} download>
            {words.download}
          </Button>
        )}
        {canPrepare && !isUnderWay && (
          <Button
            variant={model ? "default" : "filled"}
            loading={prepare.isPending}
            onClick={() => prepare.mutate()}
          >
            {model ? words.prepareNewer : words.prepare[rung]}
          </Button>
        )}
      </div>
    </>
  );
}

/** How far it is, and the way to end it. */
function UnderWay({ projectId, rung }: { projectId: number; rung: Rung }) {
  const { data: kinds = [] } = useQuery(jobKinds);
  const { data: stats } = useQuery(liveStats(projectId));
  const packing = stats?.jobs.filter(({ kind }) => kind === JOB_OF[rung]) ?? [];
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
        {model.fast && words.full} <Unbroken words={figureOf(model, curve)} /> {formOf(model)}{" "}
        {!model.has_graph && words.noGraph(model.round)}
      </p>
      {model.fast && <p className={styles.text}>{words.beside(model.fast)}</p>}
      <p className={styles.quiet}>{words.zipOf(model.size, model.made_at, now)}</p>
    </>
  );
}

const MINUTE = 60_000;
