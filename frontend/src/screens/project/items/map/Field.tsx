import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { keepKeys } from "@/components/keys/keep-keys";
import type { Area } from "@/state/map/area";
import {
  type Camera,
  EDGE,
  moved,
  type Point,
  type Size,
  toMap,
  toScreen,
  whole,
  zoomed,
} from "@/state/map/camera";
import { dotSize, nearest, paint } from "@/state/map/paint";
import { words } from "@/words/map";
import styles from "./Map.module.css";

const ZOOM = 1.5;
const STEP = 60;
/** Pixels within which a text is pointed at. */
const REACH = 10;
/** A press that moved less is no drag. */
const STILL = 4;

interface FieldProps {
  name: string;
  points: { x: Uint16Array; y: Uint16Array; of: Uint16Array };
  inks: Uint32Array;
  area: Area | null;
  /** A drag marks an area, as one with Shift does. */
  marks: boolean;
  onMarks(): void;
  onArea(line: readonly Point[]): void;
  onPoint(at: number | null): void;
  onPress(at: number): void;
}

/** The map itself: moved by drags and arrows, nearer by wheel, pinch and keys, marked with Shift. */
export function Field(props: FieldProps) {
  const { name, area, marks, onMarks, onArea } = props;
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const [at, look] = useState<Camera | null>(null);
  const camera = at ?? whole(size);
  const canvas = usePicture(props, camera, size);
  const zoom = (by: number, where: Point = { x: size.width / 2, y: size.height / 2 }) =>
    look(zoomed(camera, size, by, where));
  useWheel(box, zoom);
  const { line, ...pointers } = usePointers(props, camera, size, look);
  const corner = (x: number, y: number) => toMap(camera, size, { x, y });
  const { width, height } = size;
  const inView = () =>
    onArea([corner(0, 0), corner(width, 0), corner(width, height), corner(0, height)]);
  const press = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step) look(moved(camera, step));
    else if (event.key === "+" || event.key === "=") zoom(ZOOM);
    else if (event.key === "-") zoom(1 / ZOOM);
    else if (event.key === "0") look(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const corners = line ?? area?.corners;
  return (
    <div className={styles.frame}>
      <div
        ref={box}
        className={styles.field}
        role="group"
        tabIndex={0}
        aria-label={`${words.name}. ${words.keys}`}
        data-marks={marks || undefined}
        onKeyDown={press}
        onMouseDown={keepKeys}
        {...pointers}
      >
        <canvas ref={canvas} role="img" aria-label={name} />
        {corners && (
          <svg className={styles.area} aria-hidden>
            <polygon points={corners.map((each) => spot(toScreen(camera, size, each))).join(" ")} />
          </svg>
        )}
      </div>
      <div className={styles.buttons}>
        <button type="button" className="pill" aria-pressed={marks} onClick={onMarks}>
          {words.mark}
        </button>
        <button type="button" className="pill" onClick={inView}>
          {words.markView}
        </button>
        <button type="button" className="pill" aria-label={words.nearer} onClick={() => zoom(ZOOM)}>
          +
        </button>
        <button
          type="button"
          className="pill"
          aria-label={words.farther}
          onClick={() => zoom(1 / ZOOM)}
        >
          −
        </button>
        <button type="button" className="pill" aria-label={words.whole} onClick={() => look(null)}>
          {words.all}
        </button>
      </div>
    </div>
  );
}

const STEPS: Record<string, Point | undefined> = {
  ArrowLeft: { x: STEP, y: 0 },
  ArrowRight: { x: -STEP, y: 0 },
  ArrowUp: { x: 0, y: STEP },
  ArrowDown: { x: 0, y: -STEP },
};

const spot = ({ x, y }: Point) => `${x.toFixed(1)},${y.toFixed(1)}`;

function useSize(box: RefObject<HTMLDivElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 1, height: 1 });
  useLayoutEffect(() => {
    const { current: element } = box;
    if (!element) return;
    const measure = () =>
      setSize({ width: element.clientWidth || 1, height: element.clientHeight || 1 });
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    return () => resized.disconnect();
  }, [box]);
  return size;
}

/** The canvas, painted whenever what is seen changes. */
function usePicture({ points, inks }: FieldProps, camera: Camera, size: Size) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const last = useRef<ImageData>(null);
  const { x, y, scale } = camera;
  const { width, height } = size;
  useLayoutEffect(() => {
    const { current: element } = canvas;
    const context = element?.getContext("2d");
    if (!element || !context) return;
    const sharp = window.devicePixelRatio || 1;
    const pixels = { width: Math.round(width * sharp), height: Math.round(height * sharp) };
    if (element.width !== pixels.width) element.width = pixels.width;
    if (element.height !== pixels.height) element.height = pixels.height;
    let { current: picture } = last;
    if (picture?.width !== pixels.width || picture.height !== pixels.height)
      picture = last.current = context.createImageData(pixels.width, pixels.height);
    const seen = { x, y, scale: scale * sharp };
    const dot = Math.round(dotSize({ x, y, scale }, { width, height }, points.x.length) * sharp);
    paint(new Uint32Array(picture.data.buffer), pixels, points, seen, inks, dot);
    context.putImageData(picture, 0, 0);
  }, [points, inks, x, y, scale, width, height]);
  return canvas;
}

/** The page doesn't scroll while one zooms. */
function useWheel(box: RefObject<HTMLDivElement | null>, zoom: (by: number, at: Point) => void) {
  const latest = useRef(zoom);
  useLayoutEffect(() => {
    latest.current = zoom;
  });
  useEffect(() => {
    const { current: element } = box;
    if (!element) return;
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      latest.current(Math.exp(-event.deltaY / 300), place(event, element));
    };
    element.addEventListener("wheel", turn, { passive: false });
    return () => element.removeEventListener("wheel", turn);
  }, [box]);
}

function place({ clientX, clientY }: { clientX: number; clientY: number }, on: Element): Point {
  const { left, top } = on.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}

const between = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);

/** What is pressed and dragged: one finger moves or marks, two zoom. */
function usePointers(
  { points, marks, onArea, onPoint, onPress }: FieldProps,
  camera: Camera,
  size: Size,
  look: (camera: Camera) => void,
) {
  const down = useRef(new Map<number, Point>());
  const begun = useRef<Point | null>(null);
  const [line, setLine] = useState<readonly Point[] | null>(null);
  const at = (where: Point) =>
    nearest(points, toMap(camera, size, where), Math.min(REACH / camera.scale, EDGE));

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const where = place(event, event.currentTarget);
    event.currentTarget.setPointerCapture(event.pointerId);
    down.current.set(event.pointerId, where);
    begun.current = down.current.size === 1 ? where : null;
    const isMarking = (event.shiftKey || marks) && down.current.size === 1;
    setLine(isMarking ? [toMap(camera, size, where)] : null);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const where = place(event, event.currentTarget);
    const before = down.current.get(event.pointerId);
    if (!before) return onPoint(at(where));
    const other = [...down.current].find(([id]) => id !== event.pointerId)?.[1];
    down.current.set(event.pointerId, where);
    if (line) setLine([...line, toMap(camera, size, where)]);
    else if (other)
      look(zoomed(camera, size, between(where, other) / (between(before, other) || 1), other));
    else look(moved(camera, { x: where.x - before.x, y: where.y - before.y }));
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const where = place(event, event.currentTarget);
    down.current.delete(event.pointerId);
    const isPress = begun.current !== null && between(where, begun.current) < STILL;
    begun.current = null;
    if (line && line.length > 2) onArea(line);
    setLine(null);
    const pressed = isPress ? at(where) : null;
    if (pressed !== null) onPress(pressed);
  };
  const onPointerCancel = (event: PointerEvent<HTMLElement>) => {
    down.current.delete(event.pointerId);
    setLine(null);
  };
  const onPointerLeave = () => onPoint(null);
  return { line, onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onPointerLeave };
}
