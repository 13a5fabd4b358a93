import { NativeSelect, TextInput } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import type { Project } from "@/api/queries";
import { useSavingKeys } from "@/components/use-field-keys";
import { type FigureField, read, written } from "./figures";
import { Line } from "./Line";
import { type SettingName, useSaved } from "./use-saved";

interface FieldProps<Name extends SettingName> {
  project: Project;
  name: Name;
  label: string;
  sentence: ReactNode;
}

type Of<Value> = { [Name in SettingName]: Project[Name] extends Value ? Name : never }[SettingName];

/** What is in a field while somebody writes; else what is stored. */
function useDraft(stored: string, save: (typed: string) => void) {
  const [typed, setTyped] = useState<string | null>(null);
  const end = () => {
    if (typed !== null) save(typed);
    setTyped(null);
  };
  return {
    value: typed ?? stored,
    onChange: (event: { currentTarget: { value: string } }) => setTyped(event.currentTarget.value),
    onBlur: end,
    onKeyDown: useSavingKeys(end, () => setTyped(null)),
  };
}

interface FigureProps extends FieldProps<Of<number | null>> {
  field: FigureField;
  placeholder?: string;
}

export function FigureSetting({ project, name, label, sentence, field, placeholder }: FigureProps) {
  const id = useId();
  const saved = useSaved(project, name);
  const [refused, setRefused] = useState<{ typed: string; why: string } | null>(null);
  const draft = useDraft(refused?.typed ?? written(saved.value, field), (typed) => {
    const found = read(typed, field);
    setRefused(typeof found === "string" ? { typed, why: found } : null);
    if (typeof found !== "string") saved.save(found.value);
  });
  return (
    <Line {...{ id, label, sentence, saved }} problem={refused?.why}>
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
  const draft = useDraft(saved.value, (typed) => typed.trim() && saved.save(typed.trim()));
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
export function ChoiceSetting<Name extends SettingName>(props: ChoiceProps<Name>) {
  const { project, name, label, sentence, choices } = props;
  const id = useId();
  const saved = useSaved(project, name);
  return (
    <Line {...{ id, label, sentence, saved }}>
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
