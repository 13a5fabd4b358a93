import { spoken } from "@/words/terms/class-names";
import { figure } from "@/words/figures";
import { words } from "@/words/map";
import { FilterMenu } from "@/components/list/FilterMenu";
import {
  type Colouring,
  CONFIDENCES,
  MOST_COLOURED,
  OTHERS,
  type Points,
  roundsTogether,
} from "@/state/map/colouring";
import styles from "./Map.module.css";

interface MapLegendProps {
  colouring: Colouring;
  points: Points;
  colours: readonly string[];
  focus: number | null;
  /** The classes that have a colour each, where not all have; null: all have. */
  chosen: readonly number[] | null;
  onFocus(place: number | null): void;
  /** A class gets a colour, or has none any more. */
  onPick(key: number): void;
}

/** What the colours mean, in words. An entry that is pressed dims the others. */
export function MapLegend(props: MapLegendProps) {
  const { colouring, points, colours, focus, chosen, onFocus, onPick } = props;
  return (
    <div className={styles.key}>
      <ul className={styles.legend} aria-label={words.legend}>
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
      {chosen && (
        <FilterMenu
          name={words.colourOthers}
          label={words.colourOthersHelp(MOST_COLOURED)}
          choices={points.classes.map((name, key) => ({
            ...{ value: String(key), name: spoken(name) },
            ...(chosen.includes(key) && { note: words.coloured }),
          }))}
          onChoose={(key) => onPick(Number(key))}
        />
      )}
    </div>
  );
}

function named({ by }: Colouring, points: Points, key: number): string {
  if (key === OTHERS) return words.otherClasses;
  if (key < 0) return by === "label" || by === "round" ? words.unlabelled : words.unpredicted;
  if (by === "confidence") {
    const last = CONFIDENCES.length - 1;
    return key < last ? words.upTo(CONFIDENCES[key]!) : words.over(CONFIDENCES[last - 1]!);
  }
  if (by !== "round") return spoken(points.classes[key] ?? "");
  const together = roundsTogether(points);
  return key === 0 ? words.before : words.rounds((key - 1) * together + 1, key * together);
}
