import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { encoders, strategies } from "@/api/queries";
import { currencies } from "@/words/figures";
import { words } from "@/words/new-project";
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
    label: words.peoplePerText,
    placeholder: "1",
    sentence: words.withMoreThanOneATextGoes,
  },
  {
    setting: "roundEvery",
    field: "round_every",
    label: words.labelsPerRound,
    placeholder: "5",
    sentence: words.afterSoManyNewLabelsThe,
  },
  {
    setting: "batchSize",
    field: "batch_size",
    label: words.textsChosenTogether,
    placeholder: "10",
    sentence: words.theStrategyKeepsSoMany,
  },
  {
    setting: "valuePerPoint",
    field: "value_per_point",
    label: words.worthOfAPoint,
    placeholder: words.notSaid,
    sentence: words.whatOneMorePercentRight,
  },
];

/** Everything that has a good default: folded away, each with a sentence. */
export function SettingsFields({ draft, errors }: { draft: DraftState; errors: FieldErrors }) {
  const { settings } = draft.draft;
  const known = useQuery(strategies).data ?? [];
  const encoding = useQuery(encoders).data ?? [];
  const set = (part: Partial<Settings>) => draft.change({ settings: { ...settings, ...part } });
  const wrong = [...NUMBERS.map(({ field }) => field), "strategy", "encoder", "currency"].some(
    (f) => errors[f],
  );
  return (
    <details className={styles.settings} open={wrong || undefined}>
      <summary>{words.settings}</summary>
      <AuditsField audits={settings.audits} onChange={(audits) => set({ audits })} />
      <div className={styles.grid}>
        <NativeSelect
          label={words.strategy}
          description={words.howTheNextTextsAreChosen}
          data={known.map(({ name, title }) => ({ value: name, label: title }))}
          value={settings.strategy || "auto"}
          onChange={(event) => set({ strategy: event.currentTarget.value })}
          error={errors["strategy"]}
        />
        <NativeSelect
          label={words.encoder}
          description={words.turnsTextsIntoTheVectors}
          data={[
            { value: "", label: words.theServicesOwn },
            ...encoding.map(({ name, title }) => ({ value: name, label: title })),
          ]}
          value={settings.encoder}
          onChange={(event) => set({ encoder: event.currentTarget.value })}
          error={errors["encoder"]}
        />
        <NativeSelect
          label={words.currency}
          description={words.ofAllPricesAndCosts}
          data={[{ value: "", label: words.theServicesOwn }, ...currencies()]}
          value={settings.currency}
          onChange={(event) => set({ currency: event.currentTarget.value })}
          error={errors["currency"]}
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
