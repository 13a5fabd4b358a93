import { effects } from "@/words/project/overview/suggested";
import type { Stats } from "@/api/project";

/** A quiet line on what suggestions did, for each model that made any; nothing before it is known. */
export function Suggested({ suggestions }: Pick<Stats, "suggestions">) {
  const known = effects(suggestions);
  return known.map(({ model, words }) => (
    <p key={model} className="above3 small quiet figures">
      {known.length > 1 && (
        <>
          <bdi>{model}</bdi>:{" "}
        </>
      )}
      {words}
    </p>
  ));
}
