import type { Stats } from "@/api/project";
import { between, duration, percent } from "@/words/figures";

type Effect = Stats["suggestions"][number];
type Answers = Effect["shown"];
type Person = Effect["people"][number];

/** Answers of each kind, below which an interval says that nothing is known. */
const ENOUGH = 20;

/** What suggestions did, once there is something to say: a sentence for each model. */
export function effects(suggestions: readonly Effect[]): { model: string; words: string }[] {
  return suggestions.filter(areEnough).map(({ model, shown, withheld, people }) => ({
    model,
    words: [
      `${pace(shown, withheld)}${agreement(shown, withheld)}`,
      ...people.filter(areEnough).filter(isAnchored).map(anchoring),
    ].join(" "),
  }));
}

interface Arms {
  shown: Answers;
  withheld: Answers;
}

const areEnough = ({ shown, withheld }: Arms): boolean =>
  Math.min(shown.answers, withheld.answers) >= ENOUGH;

/** Whether somebody agrees more with what they see than chance makes of it. */
const isAnchored = ({ shown, withheld }: Arms): boolean =>
  shown.agreement.low > withheld.agreement.high;

const anchoring = ({ name, shown, withheld }: Person): string =>
  `${name} follows suggestions: the model's first guess in ${percent(withheld.agreement.value)} of answers ` +
  `without seeing it, in ${percent(shown.agreement.value)} with it.`;

/** What a suggestion saves, as far as chance doesn't make it. */
function pace(shown: Answers, withheld: Answers): string {
  const [one, other] = [shown.median_seconds, withheld.median_seconds];
  if (!one || !other) return "";
  const seconds = `${duration(one.value)} with one, ${duration(other.value)} without`;
  if (one.low <= other.high && other.low <= one.high)
    return `No difference in time is seen: ${seconds}. `;
  const does = one.value < other.value ? "save" : "cost";
  return `Suggestions ${does} ${duration(Math.abs(other.value - one.value))} a label: ${seconds}. `;
}

function agreement(shown: Answers, withheld: Answers): string {
  const share = ({ agreement: { value, low, high } }: Answers) =>
    `${percent(value)} (${between(low, high)})`;
  const sways = isAnchored({ shown, withheld })
    ? "Suggestions sway people"
    : "Nothing shows that suggestions sway people";
  return (
    `${sways}: they pick the model's first guess in ${share(withheld)} of answers without seeing it, ` +
    `in ${share(shown)} with it.`
  );
}
