import { NativeSelect, TextInput } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import type { Project } from "@/api/queries";
import { useSavingKeys } from "@/components/keys/use-field-keys";
import { type Effect, SETTINGS, type SettingWords } from "@/words/settings/settings-fields";
import {
  figureField,
  type FigureName,
  isFigure,
  read,
  written,
} from "@/api/settings/setting-figures";
import { Line } from "./Line";
import { type SettingName, useSaved } from "./use-saved";

interface FieldProps<Name extends SettingName> {
  project: Project;
  name: Name;
  label: string;
  sentence: ReactNode;
  effect?: Effect | undefined;
}

/** What is in a field while somebody writes; else what is stored. */
function useDraft(
  stored: string,
  how: {
    save(typed: string): void;
    /** What was refused before is of no matter any more: somebody writes anew, or gives up. */
    forget(): void;
    /** It is left unchanged. */
    leave(): void;
  },
) {
  const [typed, setTyped] = useState<string | null>(null);
  const end = () => {
    if (typed === null) how.leave();
    else how.save(typed);
    setTyped(null);
  };
  const type = (next: string | null) => {
    setTyped(next);
    how.forget();
  };
  return {
    value: typed ?? stored,
    onChange: (event: { currentTarget: { value: string } }) => type(event.currentTarget.value),
    onBlur: end,
    onKeyDown: useSavingKeys(end, () => type(null)),
  };
}

interface FigureProps extends FieldProps<FigureName> {
  placeholder?: string;
}

function FigureSetting({ project, name, label, placeholder, ...about }: FigureProps) {
  const id = useId();
  const field = figureField(name);
  const saved = useSaved(project, name);
  const [refused, setRefused] = useState<{ typed: string; why: string } | null>(null);
  const draft = useDraft(refused?.typed ?? written(saved.value, field), {
    save: (typed) => {
      const found = read(typed, field);
      setRefused(typeof found === "string" ? { typed, why: found } : null);
      if (typeof found !== "string") saved.save(found.value);
    },
    forget: () => {
      setRefused(null);
      saved.forget();
    },
    leave: saved.forget, // what isn't understood still stands there
  });
  return (
    <Line {...{ id, label, ...about, saved }} problem={refused?.why}>
      <TextInput
        id={id}
        inputMode="decimal"
        placeholder={placeholder}
        rightSection={field.unit && <span aria-hidden>{field.unit.trim()}</span>}
        aria-describedby={`${id}-what`}
        error={Boolean(refused ?? saved.error)}
        {...draft}
      />
    </Line>
  );
}

export function TextSetting({ project, name, label, sentence }: FieldProps<"name">) {
  const id = useId();
  const saved = useSaved(project, name);
  const draft = useDraft(saved.value, {
    save: (typed) => (typed.trim() ? saved.save(typed.trim()) : saved.forget()),
    forget: saved.forget,
    leave: saved.forget,
  });
  return (
    <Line {...{ id, label, sentence, saved }}>
      <TextInput id={id} maxLength={200} aria-describedby={`${id}-what`} {...draft} />
    </Line>
  );
}

interface ChoiceProps<Name extends SettingName> extends FieldProps<Name> {
  choices: { value: Project[Name]; label: string }[];
}

/** One of a few, by what they mean. */
function ChoiceSetting<Name extends SettingName>(props: ChoiceProps<Name>) {
  const { project, name, label, sentence, effect, choices } = props;
  const id = useId();
  const saved = useSaved(project, name);
  return (
    <Line {...{ id, label, sentence, effect, saved }}>
      <NativeSelect
        id={id}
        aria-describedby={`${id}-what`}
        data={choices.map((one, at) => ({ value: String(at), label: one.label }))}
        value={String(choices.findIndex(({ value }) => value === saved.value))}
        onChange={(event) => saved.save(choices[Number(event.currentTarget.value)]!.value)}
      />
    </Line>
  );
}

interface SettingProps {
  project: Project;
  name: keyof typeof SETTINGS;
  /** Where it depends on the project. */
  sentence?: ReactNode;
  choices?: ChoiceProps<keyof typeof SETTINGS>["choices"];
}

/** A setting as the table of them says: one of a few, or a figure within its bounds. */
export function Setting({ project, name, ...own }: SettingProps) {
  const of: SettingWords = SETTINGS[name];
  const { label, placeholder, effect } = of;
  const sentence = own.sentence ?? of.sentence;
  const choices = own.choices ?? (of.choices as SettingProps["choices"]);
  if (choices) return <ChoiceSetting {...{ project, name, label, sentence, effect, choices }} />;
  if (!isFigure(name)) return null;
  return <FigureSetting {...{ project, name, label, sentence, effect, placeholder }} />;
}
