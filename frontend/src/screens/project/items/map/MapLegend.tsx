import { spoken } from "@/words/class-names";
import { figure } from "@/words/figures";
import { words } from "@/words/map";
import { type Colouring, CONFIDENCES, type Points, roundsTogether } from "@/state/map/colouring";
import styles from "./Map.module.css";

interface MapLegendProps {
  colouring: Colouring;
  points: Points;
  colours: readonly string[];
  focus: number | null;
  onFocus(place: number | null): void;
}

/** What the colours mean, in words. An entry that is pressed dims the others. */
export function MapLegend({ colouring, points, colours, focus, onFocus }: MapLegendProps) {
  const groups = colouring.groups.filter(({ count }) => count > 0).length;
  const different = new Set(colours.filter((_, place) => colouring.groups[place]!.count > 0)).size;
  return (
    <ul className={styles.legend} aria-label={words.legend}>
      {different < groups && <li className="small quiet">{words.share(groups, different)}</li>}
      {colouring.groups.map(({ key, count }, place) =>
        count === 0 ? null : (
          <li key={key}>
            <button
              type="button"
              aria-pressed={focus === place}
              onClick={() => onFocus(focus === place ? null : place)}
            >
              <span className={styles.dot} style={{ background: colours[place] }} aria-hidden />
              <bdi>{named(colouring, points, key)}</bdi>{" "}
              <span className="quiet figures">{figure(count)}</span>
            </button>
          </li>
        ),
      )}
    </ul>
  );
}

function named({ by }: Colouring, points: Points, key: number): string {
  if (key < 0) return by === "label" || by === "round" ? words.unlabelled : words.unpredicted;
  if (by === "confidence") {
    const last = CONFIDENCES.length - 1;
    return key < last ? words.upTo(CONFIDENCES[key]!) : words.over(CONFIDENCES[last - 1]!);
  }
  if (by !== "round") return spoken(points.classes[key] ?? "");
  const together = roundsTogether(points);
  return key === 0 ? words.before : words.rounds((key - 1) * together + 1, key * together);
}
