import { RadioField } from "@/components/fields/RadioField";
import { words } from "@/words/new-project";
import type { Audits } from "./draft";

const CHOICES: [Audits, string, string][] = [
  ["fewest", words.fewest, words.fewestSentence],
  ["balanced", words.balanced, words.balancedSentence],
  ["proof", words.proof, words.proofSentence],
];

interface AuditsFieldProps {
  audits: Audits;
  onChange(audits: Audits): void;
}

/** How many labels go into knowing how good the model is. */
export function AuditsField({ audits, onChange }: AuditsFieldProps) {
  return (
    <RadioField
      {...{ legend: words.auditTexts, about: words.textsDrawnAtRandom, name: "audits" }}
      {...{ choices: CHOICES, value: audits, onChange }}
    />
  );
}
