import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { Schema } from "@/api/client";
import { encoders, every, type Project, project as projectQuery } from "@/api/queries";
import { words } from "@/words/encoders";
import { percents } from "@/words/figures";
import { Resting } from "../work/Resting";
import { Setting } from "./fields";
import { OwnVectors } from "../own-vectors/OwnVectors";
import { Section } from "./Section";
import styles from "./Settings.module.css";
import { useChange } from "./use-change";
import { WhichFits } from "../trials/WhichFits";
import { Wrong } from "@/components/Wrong";

type View = Project["views"][number];
type Encoder = Schema<"AvailableEncoder">;

/** While texts become vectors, their counts are read anew. */
const LOOK_AGAIN = 2_000;
/** A worker with other encoders may have come. */
const NEW_ONES = 30_000;

/** By what the model sees the texts; another encoder can be added where the model would go by it. */
export function EncodersSection({ project }: { project: Project }) {
  const listed = useQuery({ ...encoders, refetchInterval: every(NEW_ONES) });
  const found = listed.data ?? [];
  const unfinished = project.views.some(
    (view) =>
      (view.embedded < project.item_count && !waits(view) && !isOwn(view) && !rests(view)) ||
      view.learnt_by_round === false,
  );
  useQuery({ ...projectQuery(project.id), refetchInterval: every(unfinished && LOOK_AGAIN) });
  const reads = (name: string) => project.views.some(({ encoder }) => encoder === name);
  const others = found.filter(
    ({ name, workers, takes_model }) => workers.length > 0 && (takes_model || !reads(name)),
  );
  const triable = found
    .filter(({ name, workers, learns_labels }) => workers.length && !learns_labels && !reads(name))
    .map(({ name }) => name);
  const absent = found.filter(
    ({ name, workers, extra }) => !workers.length && extra && !reads(name),
  );
  const shares = percents(project.views.map(({ weight }) => weight ?? 0));
  return (
    <Section title={words.title} about={words.about} effect="next_round">
      <ul className={styles.list} aria-label={words.title}>
        {project.views.map((view, at) => (
          <li key={view.encoder}>
            <bdi>{view.encoder}</bdi>
            <span className="small quiet">{state(view, project, shares[at]!)}</span>
          </li>
        ))}
      </ul>
      <Resting project={project} />
      {project.views.some(({ learns_labels }) => learns_labels) && (
        <>
          <Setting project={project} name="tuning" />
          <Setting project={project} name="tuning_seconds" />
        </>
      )}
      {others.length > 0 && <Add project={project} others={others} />}
      <WhichFits project={project} others={triable} />
      <OwnVectors project={project} />
      {absent.map(({ name, title, extra }) => (
        <p key={name} className="small quiet above3">
          {words.notInstalled(name, title)} <code>{words.installing(extra)}</code>{" "}
          {words.installingElsewhere}
        </p>
      ))}
    </Section>
  );
}

function Add({ project, others }: { project: Project; others: Encoder[] }) {
  const change = useChange(project);
  const [chosen, setChosen] = useState("");
  const [model, setModel] = useState("");
  const takesModel = others.some(({ name, takes_model }) => name === chosen && takes_model);
  const reference = takesModel && model.trim() ? `${chosen}:${model.trim()}` : chosen;
  const select = useRef<HTMLSelectElement>(null);
  const added = () => {
    setChosen("");
    setModel("");
    select.current?.focus(); // else it is lost with the button, which has nothing to add now
  };
  const further = project.views.slice(1).map(({ encoder }) => encoder);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ views: [...further, reference] }, { onSuccess: added });
      }}
    >
      <div className={styles.row}>
        <NativeSelect
          ref={select}
          className={styles.grow}
          label={words.addAnEncoder}
          value={chosen}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={[
            { value: "", label: words.none },
            ...others.map(({ name, title }) => ({ value: name, label: `${name}: ${title}` })),
          ]}
        />
        {takesModel && (
          <TextInput
            className={styles.grow}
            label={words.model}
            placeholder={words.usualModel}
            value={model}
            onChange={(event) => setModel(event.currentTarget.value)}
          />
        )}
        <Button type="submit" variant="default" disabled={!chosen} loading={change.isPending}>
          {words.add}
        </Button>
      </div>
      <Wrong error={change.error} />
    </form>
  );
}

/** Whether somebody sends them: nothing makes those that are missing. */
const isOwn = ({ encoder }: View) => encoder.startsWith("own:");

/** Whether there are too few labels for it to learn from. */
const waits = ({ learns_labels, learnt_from }: View) => learns_labels && learnt_from === null;

/** Whether the model has no use for it: no more texts are processed by it. */
const rests = ({ rests_from }: View) => rests_from !== null;

/** How many texts it has read, and how much the model goes by it. */
function state(view: View, { item_count: all, views }: Project, share: string): string {
  const { embedded, weight, learns_labels, learnt_from } = view;
  if (waits(view)) return words.learnsFromLabels;
  const counted = words.ofRead(embedded, all);
  const read = learns_labels ? `${words.learntFrom(learnt_from ?? 0)} · ${counted}` : counted;
  if (views.length === 1) return read;
  if (rests(view)) return `${read} · ${words.resting}`;
  return `${read} · weight ${weight === null ? words.notKnownYet : share}`;
}
