import { useComputedColorScheme } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { has, isOpen } from "@/api/features";
import { mapPoints, mapStatus, type DrawnPoints, type MapStatus } from "@/api/map";
import { Lines } from "@/components/page/Loading";
import { Problem } from "@/components/Problem";
import { saveFile } from "@/components/save-file";
import { TextButton } from "@/components/TextButton";
import { changed } from "@/state/items/filters";
import { MOST_SELECTED } from "@/state/items/selection";
import { areaOf, areaWord, inside } from "@/state/map/area";
import type { Point } from "@/state/map/camera";
import { type ColourBy, coloured, mostFrequent, withClass } from "@/state/map/colouring";
import { words } from "@/words/map";
import { useItems } from "../context";
import { List } from "../List";
import { Drawing, useDrawing } from "./Drawing";
import { Field } from "./Field";
import { coloursOf, css, inksOf } from "./inks";
import styles from "./Map.module.css";
import { MapLegend } from "./MapLegend";
import { Peek } from "./Peek";
import { tableOf } from "./table";

/** The texts of the project as a map, and the list of those that are marked on it. */
export default function MapView() {
  const { project } = useItems();
  const { data: status, error, refetch } = useQuery(mapStatus(project.id));
  if (error && !status) return <Problem error={error} retry={() => void refetch()} />;
  if (!status) return <Lines />;
  if (!status.map) return <Drawing status={status} />;
  return <Drawn status={status} number={status.map.number} />;
}

function Drawn({ status, number }: { status: MapStatus; number: number }) {
  const { project, filters } = useItems();
  const { data: points, error, refetch } = useQuery(mapPoints(project.id, number));
  const isMarked = areaOf(filters.map) !== null;
  return (
    <div className={styles.split} data-listed={isMarked || undefined}>
      <section className={styles.side} aria-label={words.name}>
        <Drawing status={status} />
        {error && !points && <Problem error={error} retry={() => void refetch()} />}
        {!points && !error && <Lines />}
        {points && <Seen status={status} points={points} />}
      </section>
      <div className={styles.texts}>
        {isMarked ? <List heads /> : <p className={styles.hint}>{words.moving}</p>}
      </div>
    </div>
  );
}

const ALL: readonly ColourBy[] = ["label", "predicted", "confidence", "round"];

function Seen({ status, points }: { status: MapStatus; points: DrawnPoints }) {
  const { project, filters, ask, view } = useItems();
  const ways = ALL.filter((by) => has(project, "predictions") || by === "label" || by === "round");
  const [by, setBy] = useState<ColourBy>("label");
  const [picked, pick] = useState<readonly number[] | null>(null);
  const [focus, setFocus] = useState<number | null>(null);
  const [marks, setMarks] = useState(false);
  const [pointed, point] = useState<number | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const scheme = useComputedColorScheme();
  const frequent = useMemo(() => mostFrequent(points, by), [points, by]);
  const chosen = frequent && (picked ?? frequent);
  const colouring = useMemo(() => coloured(points, by, chosen), [points, by, chosen]);
  const painted = useMemo(() => ({ ...points, of: colouring.of }), [points, colouring]);
  const [colours, inks] = useMemo(() => {
    void scheme; // the theme's colours are others
    const colours = coloursOf(colouring, points, project, chosen);
    return [colours, inksOf(colours, focus)];
  }, [colouring, points, project, chosen, focus, scheme]);
  const area = areaOf(filters.map);
  const marked = useMemo(() => {
    const area = areaOf(filters.map);
    return area ? inside(points.x, points.y, area.corners) : [];
  }, [filters.map, points]);
  const { map } = status;
  const mark = (line: readonly Point[]) => {
    const word = areaWord(points.number, line);
    const corners = areaOf(word)?.corners ?? [];
    const isTooMuch = inside(points.x, points.y, corners).length > MOST_SELECTED;
    setWrong(isTooMuch ? words.tooMany(MOST_SELECTED) : null);
    setMarks(false);
    if (!isTooMuch && corners.length > 0) ask(changed(filters, "map", word));
  };
  return (
    <>
      <div className={styles.bar} role="group" aria-label={words.colourBy}>
        <span className="small quiet">{words.colourBy}</span>
        {ways.map((each) => (
          <button
            key={each}
            type="button"
            className="pill"
            aria-pressed={each === by}
            onClick={() => {
              setBy(each);
              setFocus(null);
            }}
          >
            {words.BY[each]}
          </button>
        ))}
      </div>
      <MapLegend
        {...{ colouring, points, focus, chosen }}
        colours={colours.map(css)}
        onFocus={setFocus}
        onPick={(key) => {
          if (chosen) pick(withClass(chosen, key));
          setFocus(null);
        }}
      />
      {area && (
        <div className={styles.bar}>
          <span role="status">{words.marked(marked.length)}</span>
          <TextButton onClick={() => ask(changed(filters, "map", "all"))}>
            {words.unmark}
          </TextButton>
          <TextButton onClick={() => saveFile(tableOf(points, marked), "texts.csv")}>
            {words.save}
          </TextButton>
        </div>
      )}
      {wrong !== null && <p role="alert">{wrong}</p>}
      <Field
        name={words.canvas(points.ids.length, words.BY[by])}
        points={painted}
        {...{ inks, area, marks }}
        onMarks={() => setMarks(!marks)}
        onArea={mark}
        onPoint={point}
        onPress={(at) => view.change({ open: points.ids[at]! })}
      />
      <Peek id={pointed === null ? null : points.ids[pointed]!} />
      {map && map.items < map.pool && (
        <p className={styles.hint}>{words.onlySome(map.items, map.pool)}</p>
      )}
      {isOpen(project) && <Again status={status} />}
    </>
  );
}

function Again({ status }: { status: MapStatus }) {
  const { project } = useItems();
  const draw = useDrawing(project.id);
  if (status.job) return null;
  return (
    <p className={styles.hint}>
      {status.came_since > 0 && <>{words.cameSince(status.came_since)} </>}
      <TextButton disabled={draw.isPending} onClick={() => draw.mutate()}>
        {words.drawAgain}
      </TextButton>
    </p>
  );
}
