import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { figureField, read } from "@/api/settings/setting-figures";
import type { Project } from "@/api/queries";
import { TARGET } from "@/words/project/overview/next-step";
import styles from "./Overview.module.css";
import { useSaved } from "../settings/use-saved";

const FIELD = figureField("target");

/** The target, set where it is asked for: the settings have the same field among all others. */
export function TargetField({ project }: { project: Project }) {
  const saved = useSaved(project, "target");
  const [typed, setTyped] = useState("");
  const [refused, setRefused] = useState<string | null>(null);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const found = read(typed, { ...FIELD, optional: false });
    if (typeof found === "string") return setRefused(found);
    setRefused(null);
    saved.save(found.value);
  };
  return (
    <form className={styles.target} onSubmit={save}>
      <TextInput
        inputMode="decimal"
        aria-label={TARGET.label}
        placeholder="90"
        rightSection={<span aria-hidden>%</span>}
        value={typed}
        error={refused ?? saved.error?.message}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <Button type="submit" variant="default">
        {TARGET.save}
      </Button>
    </form>
  );
}
