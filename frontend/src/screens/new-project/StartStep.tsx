import { Button, NativeSelect, TextInput } from "@mantine/core";
import type { FormEvent } from "react";
import { answerKind, type Kind } from "@/state/answer-kinds";
import { METRICS, OF_SETS } from "@/words/metrics";
import { words } from "@/words/new-project";
import page from "./NewProject.module.css";
import { SettingsFields } from "./SettingsFields";
import type { DraftState } from "./use-draft";
import type { StartState } from "./use-start";

interface StartStepProps {
  kind: Kind;
  draft: DraftState;
  start: StartState;
}

/** The name, the goal, and go. */
export function StartStep({ kind, draft, start }: StartStepProps) {
  const { metric, target, pricePerHour } = draft.draft;
  const ofSets = answerKind(kind).isSet;
  const { fields } = start.errors;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.start();
  };
  return (
    <form className={page.startStepForm} onSubmit={submit} noValidate>
      <div className={page.fields}>
        <TextInput
          label={words.name}
          maxLength={200}
          value={start.name}
          onChange={(event) => draft.change({ name: event.currentTarget.value })}
          error={fields["name"]}
        />
        <TextInput
          label={ofSets ? words.target : words.targetAccuracy}
          inputMode="decimal"
          placeholder={words.none}
          value={target}
          onChange={(event) => draft.change({ target: event.currentTarget.value })}
          error={fields["target"]}
        />
        <TextInput
          label={words.priceOfAnHour}
          inputMode="decimal"
          placeholder={words.notCounted}
          value={pricePerHour}
          onChange={(event) => draft.change({ pricePerHour: event.currentTarget.value })}
          error={fields["price_per_hour"]}
        />
      </div>
      {ofSets && (
        <NativeSelect
          label={words.whatCounts}
          description={METRICS[metric].means}
          data={OF_SETS.map((value) => ({ value, label: METRICS[value].name }))}
          value={metric}
          onChange={({ currentTarget }) =>
            draft.change({ metric: OF_SETS[currentTarget.selectedIndex] ?? metric })
          }
        />
      )}
      <SettingsFields draft={draft} errors={fields} />
      <div className={page.go}>
        <Button type="submit" size="md" loading={start.sent !== null}>
          {words.startLabelling}
        </Button>
        <p role="status" className="small quiet">
          {start.sent !== null && start.sent > 0 && start.sent < 1
            ? words.sendingTheFile(Math.round(start.sent * 100))
            : words.startNote}
        </p>
      </div>
      {start.errors.start && (
        <p role="alert" className="error">
          {start.errors.start}
        </p>
      )}
    </form>
  );
}
