import { RadioField } from "@/components/fields/RadioField";
import { type Kind, KINDS } from "@/state/answer-kinds";
import { words } from "@/words/new-project";

const CHOICES = KINDS.map((value): [Kind, string, string] => {
  const { name, sentence } = words.kinds[value];
  return [value, name, sentence];
});

interface KindFieldProps {
  kind: Kind;
  onChange(kind: Kind): void;
}

/** How many classes a text may have. It stays so. */
export function KindField({ kind, onChange }: KindFieldProps) {
  return (
    <RadioField
      {...{ legend: words.aTextHas, name: "kind", choices: CHOICES, value: kind, onChange }}
    />
  );
}
