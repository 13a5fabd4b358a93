import type { Stats } from "@/api/project";
import { between, count, duration, figure, percent } from "@/words/figures";

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
  `${name} follows suggestions: the likeliest class in ${percent(shown.agreement.value)} of answers ` +
  `with a suggestion, ${percent(withheld.agreement.value)} without.`;

function pace(shown: Answers, withheld: Answers): string {
  const [one, other] = [shown.median_seconds, withheld.median_seconds];
  if (!one || !other) return "";
  return `A label takes ${took(one)} with a suggestion and ${took(other)} without. `;
}

const took = ({ value, low, high }: NonNullable<Answers["median_seconds"]>): string =>
  `${duration(value)} (${duration(low)} to ${duration(high)})`;

function agreement(shown: Answers, withheld: Answers): string {
  const share = ({ agreement: { value, low, high } }: Answers) =>
    `${percent(value)} (${between(low, high)})`;
  return (
    `People choose the likeliest class in ${share(shown)} of ${count(shown.answers, "answer")} ` +
    `with a suggestion, ${share(withheld)} of ${figure(withheld.answers)} without.`
  );
}
