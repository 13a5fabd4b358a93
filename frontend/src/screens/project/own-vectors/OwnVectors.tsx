import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { api, body, type Schema } from "@/api/client";
import { jobKinds, liveStats, ownVectors } from "@/api/project";
import type { Project } from "@/api/queries";
import { useNow } from "@/components/use-now";
import { Wrong } from "@/components/Wrong";
import { words } from "@/words/encoders";
import { running } from "@/words/project/work/work";
import { JobLine } from "../work/JobLine";
import styles from "../settings/Settings.module.css";

type Own = Schema<"OwnVectors">;

/** Vectors of somebody's own model: a file makes a view, or goes on with one. */
export function OwnVectors({ project }: { project: Project }) {
  const { data: stats } = useQuery(liveStats(project.id));
  const { data: kinds = [] } = useQuery(jobKinds);
  const jobs = (stats?.jobs ?? []).filter(({ kind }) => kind === "own_vectors");
  const { data: views = [] } = useQuery(ownVectors(project.id, jobs));
  const [line] = running(jobs, kinds, useNow(1_000, jobs.length > 0));
  return (
    <div className="above4">
      <h3 className={styles.heading}>{words.ownVectors}</h3>
      <p className="small quiet above3">{words.whatOwnVectorsAre}</p>
      {views.map((view) => (
        <p key={view.name} className="small">
          <bdi>{view.name}</bdi>: {state(view)}
        </p>
      ))}
      <SendFile project={project} known={views[0]?.name ?? ""} />
      {line && <JobLine job={line} />}
    </div>
  );
}

function SendFile({ project, known }: { project: Project; known: string }) {
  const [typed, setName] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const send = useSending(project);
  const name = typed ?? known;
  return (
    <>
      <div className={styles.row}>
        <TextInput
          className={styles.grow}
          label={words.nameOfVectors}
          placeholder={words.suchAsImages}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={!name.trim()}
          loading={send.isPending}
          onClick={() => input.current?.click()}
        >
          {words.sendFile}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={words.fileOfVectors}
          accept=".csv,.tsv,.ndjson,.jsonl,.json,.parquet,.gz"
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file) send.mutate({ name: name.trim(), file });
            currentTarget.value = ""; // the same file may be sent again, mended meanwhile
          }}
        />
      </div>
      <Wrong error={send.error} />
    </>
  );
}

function useSending(project: Project) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ name, file }: { name: string; file: File }) =>
      body(
        api.POST("/api/v1/projects/{project_id}/vectors/{name}", {
          params: { path: { project_id: project.id, name }, query: { file_name: file.name } },
          headers: { "Content-Type": "application/octet-stream" },
          body: "",
          bodySerializer: () => file,
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["projects", project.id] }),
  });
}

/** How many texts have one, and what is in the way. */
function state({ items, total, first_lacking, is_read, reason }: Own): string {
  const lacking = first_lacking && words.firstLacking(first_lacking.external_id);
  const waits = items > 0 && !is_read ? words.readFromNineTenths : null;
  const failed = reason?.code === "job_failed" ? words.notTaken(reason.detail) : null;
  return [words.ofHaveOne(items, total), lacking, waits, failed].filter(Boolean).join(" ");
}
