import type { Import } from "@/api/queries";
import { RadioField } from "@/components/fields/RadioField";
import { words } from "@/words/project/data/data";

type Purpose = Import["role"];

const PURPOSES: [Purpose, string, string][] = [
  ["pool", words.textsToLabel, words.poolSentence],
  ["evaluation", words.aTestSet, words.neverAskedAndNever],
];

interface PurposeFieldProps {
  purpose: Purpose;
  onChange(purpose: Purpose): void;
}

/** What a file is for. */
export function PurposeField({ purpose, onChange }: PurposeFieldProps) {
  return (
    <RadioField
      {...{ legend: words.whatTheFileHolds, name: "purpose", choices: PURPOSES, value: purpose }}
      onChange={onChange}
    />
  );
}
