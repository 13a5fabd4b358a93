import type { Agreement } from "@/api/review";
import { who, words } from "@/words/review";
import { AgreementTable } from "./AgreementTable";

/** How far people agree two by two, those first who share most texts. */
export function Pairs({ agreement: { pairs, people } }: { agreement: Agreement }) {
  const names = new Map(people.map(({ user_id: id, name }) => [id, name]));
  const rows = pairs.flatMap(({ one, other, kappa }) => {
    const both = [names.get(one), names.get(other)].filter((name) => name !== undefined);
    const name = <bdi>{who({ people: both, count: 2 })}</bdi>;
    return both.length === 2 ? [{ key: `${one} ${other}`, name, agreement: kappa }] : [];
  });
  if (rows.length === 0) return null;
  return <AgreementTable id="pairs" title={words.twoByTwo} of={words.people} rows={rows} />;
}
