import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { api, body, inProject } from "@/api/client";
import { me, type Project } from "@/api/queries";
import { words } from "@/words/settings/settings";
import { Section } from "./Section";
import styles from "./Settings.module.css";
import { useChange } from "./use-change";
import { Wrong } from "@/components/Wrong";

/** Stops labelling for a while, and says why. */
export function PauseSection({ project }: { project: Project }) {
  const change = useChange(project);
  const [reason, setReason] = useState(project.paused_reason ?? "");
  const paused = project.state === "paused";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      paused ? { state: "active" } : { state: "paused", paused_reason: reason.trim() || null },
    );
  };
  return (
    <Section
      title={paused ? words.labellingIsPaused : words.pauseLabelling}
      about={paused ? words.pausedAbout : words.pauseAbout}
    >
      <form className={styles.row} onSubmit={submit}>
        <TextInput
          className={styles.grow}
          label={words.pauseReason}
          maxLength={500}
          value={paused ? (project.paused_reason ?? "") : reason}
          readOnly={paused}
          placeholder={paused ? words.noneWasGiven : words.optional}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={change.isPending}>
          {paused ? words.goOn : words.pause}
        </Button>
      </form>
      <Wrong error={change.error} />
    </Section>
  );
}

/** Opens a project with the same settings and classes. */
export function DuplicateSection({ project }: { project: Project }) {
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const { data: asking } = useQuery(me);
  const [name, setName] = useState(`${project.name} (copy)`.slice(0, 200));
  const duplicate = useMutation({
    mutationFn: () =>
      body(
        api.POST("/api/v1/projects/{project_id}/duplicate", {
          ...inProject(project.id),
          body: { name: name.trim() },
        }),
      ),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ["projects"] });
      navigate(`/projects/${id}`);
    },
  });
  // Who was invited to a project runs it, and opens none.
  if (!asking || asking.role === "annotator") return null;
  return (
    <Section title={words.useAsATemplate} about={words.duplicateAbout}>
      <form
        className={styles.row}
        onSubmit={(event) => {
          event.preventDefault();
          duplicate.mutate();
        }}
      >
        <TextInput
          className={styles.grow}
          label={words.itsName}
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="default"
          disabled={name.trim() === ""}
          loading={duplicate.isPending}
        >
          {words.duplicate}
        </Button>
      </form>
      <Wrong error={duplicate.error} />
    </Section>
  );
}

/** Puts a project away, or brings it back. */
export function ArchiveSection({ project }: { project: Project }) {
  const change = useChange(project);
  const archived = project.state === "archived";
  return (
    <Section
      title={archived ? words.theProjectIsArchived : words.archive}
      about={archived ? words.archivedAbout : words.archiveAbout}
    >
      <div className={styles.row}>
        <Button
          variant={archived ? "filled" : "default"}
          loading={change.isPending}
          onClick={() => change.mutate({ state: archived ? "active" : "archived" })}
        >
          {archived ? words.bringItBack : words.archive}
        </Button>
      </div>
      <Wrong error={change.error} />
    </Section>
  );
}

/** Deletes a project, once its name is typed. */
export function DeleteSection({ project }: { project: Project }) {
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState("");
  const remove = useMutation({
    mutationFn: () => api.DELETE("/api/v1/projects/{project_id}", inProject(project.id)),
    onSuccess: async () => {
      navigate("/", { replace: true });
      queries.removeQueries({ queryKey: ["projects", project.id] });
      await queries.invalidateQueries({ queryKey: ["projects"] });
    },
  });
  const matches = typed.trim() === project.name.trim();
  return (
    <Section
      title={words.delete}
      about={words.deleteAbout(project.item_count, project.label_count)}
    >
      <form
        className={styles.row}
        onSubmit={(event) => {
          event.preventDefault();
          if (matches) remove.mutate();
        }}
      >
        <TextInput
          className={styles.grow}
          label={words.typeToDeleteIt(project.name)}
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="default"
          className={styles.danger}
          disabled={!matches}
          loading={remove.isPending}
        >
          {words.deleteTheProject}
        </Button>
      </form>
      <Wrong error={remove.error} />
    </Section>
  );
}
