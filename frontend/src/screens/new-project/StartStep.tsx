import { Button, NativeSelect, TextInput } from "@mantine/core";
import type { FormEvent } from "react";
import { answerKind, type Kind } from "@/state/answer-kinds";
import { metricChoices, METRICS, metricsOf } from "@/words/terms/metrics";
import { words } from "@/words/new-project";
import page from "./NewProject.module.css";
import { metricOf } from "./draft";
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
  const { target, pricePerHour } = draft.draft;
  const { isSet } = answerKind(kind);
  const metric = metricOf(draft.draft, kind);
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
          label={metric === "accuracy" ? words.targetAccuracy : words.target}
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
      <NativeSelect
        label={words.whatCounts}
        description={METRICS[metric].means}
        data={metricChoices(isSet)}
        value={metric}
        onChange={({ currentTarget }) =>
          draft.change({ metric: metricsOf(isSet)[currentTarget.selectedIndex] ?? metric })
        }
      />
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
