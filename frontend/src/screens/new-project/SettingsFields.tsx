import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { encoders, strategies } from "@/api/queries";
import { AuditsField } from "./AuditsField";
import type { FieldErrors } from "./body";
import type { Settings } from "./draft";
import styles from "./StartStep.module.css";
import type { DraftState } from "./use-draft";

interface NumberSetting {
  setting: Exclude<keyof Settings, "audits">;
  field: string;
  label: string;
  placeholder: string;
  sentence: string;
}

const NUMBERS: NumberSetting[] = [
  {
    setting: "overlap",
    field: "overlap",
    label: "People per text",
    placeholder: "1",
    sentence: "With more than one, a text goes to several people and the majority decides.",
  },
  {
    setting: "roundEvery",
    field: "round_every",
    label: "Labels per round",
    placeholder: "5",
    sentence: "After so many new labels the model is trained and the texts are ordered again.",
  },
  {
    setting: "batchSize",
    field: "batch_size",
    label: "Texts chosen together",
    placeholder: "10",
    sentence: "The strategy keeps so many texts unlike each other.",
  },
  {
    setting: "valuePerPoint",
    field: "value_per_point",
    label: "Worth of a point",
    placeholder: "not said",
    sentence:
      "What one more percent right is worth to you, priced as the hours are: it says when more labels cost more than they bring.",
  },
];

/** Everything that has a good default: folded away, each with a sentence. */
export function SettingsFields({ draft, errors }: { draft: DraftState; errors: FieldErrors }) {
  const { settings } = draft.draft;
  const known = useQuery(strategies).data ?? [];
  const encoding = useQuery(encoders).data ?? [];
  const set = (part: Partial<Settings>) => draft.change({ settings: { ...settings, ...part } });
  const wrong = [...NUMBERS.map(({ field }) => field), "strategy", "encoder"].some(
    (f) => errors[f],
  );
  return (
    <details className={styles.settings} open={wrong || undefined}>
      <summary>Settings</summary>
      <AuditsField audits={settings.audits} onChange={(audits) => set({ audits })} />
      <div className={styles.grid}>
        <NativeSelect
          label="Strategy"
          description="How the next texts are chosen. Automatic covers the pool first, then asks where the model is unsure."
          data={known.map(({ name, title }) => ({ value: name, label: title }))}
          value={settings.strategy || "auto"}
          onChange={(event) => set({ strategy: event.currentTarget.value })}
          error={errors["strategy"]}
        />
        <NativeSelect
          label="Encoder"
          description="Turns texts into the vectors that the model learns from."
          data={[
            { value: "", label: "The service's own" },
            ...encoding.map(({ name, title }) => ({ value: name, label: title })),
          ]}
          value={settings.encoder}
          onChange={(event) => set({ encoder: event.currentTarget.value })}
          error={errors["encoder"]}
        />
        {NUMBERS.map(({ setting, field, label, placeholder, sentence }) => (
          <TextInput
            key={field}
            label={label}
            description={sentence}
            inputMode="decimal"
            placeholder={placeholder}
            value={settings[setting]}
            onChange={(event) => set({ [setting]: event.currentTarget.value })}
            error={errors[field]}
          />
        ))}
      </div>
    </details>
  );
}
