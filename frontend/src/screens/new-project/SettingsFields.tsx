import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { encoders, strategies } from "@/api/queries";
import { currencies } from "@/words/figures";
import { defaultOf, figureField, written } from "@/api/settings/setting-figures";
import { words } from "@/words/new-project";
import { SETTINGS, type SettingWords } from "@/words/settings/settings-fields";
import { AuditsField } from "./AuditsField";
import type { FieldErrors } from "./body";
import { FIGURES, type Settings } from "./draft";
import styles from "./NewProject.module.css";
import type { DraftState } from "./use-draft";

/** Everything that has a good default: folded away, each with a sentence. */
export function SettingsFields({ draft, errors }: { draft: DraftState; errors: FieldErrors }) {
  const { settings } = draft.draft;
  const known = useQuery(strategies).data ?? [];
  const encoding = useQuery(encoders).data ?? [];
  const set = (part: Partial<Settings>) => draft.change({ settings: { ...settings, ...part } });
  const wrong = [...FIGURES, "strategy", "encoder", "currency"].some((f) => errors[f]);
  return (
    <details className={styles.settings} open={wrong || undefined}>
      <summary>{words.settings}</summary>
      <AuditsField audits={settings.audits} onChange={(audits) => set({ audits })} />
      <div className={styles.grid}>
        <NativeSelect
          label={words.strategy}
          description={words.strategySentence}
          data={known.map(({ name, title }) => ({ value: name, label: title }))}
          value={settings.strategy || "auto"}
          onChange={(event) => set({ strategy: event.currentTarget.value })}
          error={errors["strategy"]}
        />
        <NativeSelect
          label={words.encoder}
          description={words.encoderSentence}
          data={[
            { value: "", label: words.theServicesOwn },
            ...encoding
              .filter((one) => !one.learns_labels)
              .map(({ name, title }) => ({ value: name, label: title })),
          ]}
          value={settings.encoder}
          onChange={(event) => set({ encoder: event.currentTarget.value })}
          error={errors["encoder"]}
        />
        <NativeSelect
          label={words.currency}
          description={words.currencySentence}
          data={[{ value: "", label: words.theServicesOwn }, ...currencies()]}
          value={settings.currency}
          onChange={(event) => set({ currency: event.currentTarget.value })}
          error={errors["currency"]}
        />
        {FIGURES.map((name) => {
          const { label, atStart, placeholder }: SettingWords = SETTINGS[name];
          return (
            <TextInput
              key={name}
              label={label}
              description={atStart}
              inputMode="decimal"
              placeholder={placeholder ?? written(defaultOf(name), figureField(name))}
              value={settings.figures[name] ?? ""}
              onChange={({ currentTarget: { value } }) =>
                set({ figures: { ...settings.figures, [name]: value } })
              }
              error={errors[name]}
            />
          );
        })}
      </div>
    </details>
  );
}
