/** Where one looks at the map from. The map is a square of 65,535. */
export const EDGE = 65_535;

export interface Camera {
  /** The middle of what is in view, on the map. */
  x: number;
  y: number;
  /** Pixels to one of the map. */
  scale: number;
}

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

const MARGIN = 0.92;
const NEAREST = 60;

/** All of the map. */
export function whole({ width, height }: Size): Camera {
  return { x: EDGE / 2, y: EDGE / 2, scale: (MARGIN * Math.min(width, height)) / EDGE };
}

export const toScreen = ({ x, y, scale }: Camera, { width, height }: Size, at: Point): Point => ({
  x: width / 2 + (at.x - x) * scale,
  y: height / 2 + (at.y - y) * scale,
});

export const toMap = ({ x, y, scale }: Camera, { width, height }: Size, at: Point): Point => ({
  x: x + (at.x - width / 2) / scale,
  y: y + (at.y - height / 2) / scale,
});

const within = (value: number, least: number, most: number) =>
  Math.min(Math.max(value, least), most);

/** Moved by so many pixels; the middle stays on the map. */
export const moved = (camera: Camera, by: Point): Camera => ({
  ...camera,
  x: within(camera.x - by.x / camera.scale, 0, EDGE),
  y: within(camera.y - by.y / camera.scale, 0, EDGE),
});

/** Nearer by a factor, with what lies at a place of the screen staying there. */
export function zoomed(camera: Camera, size: Size, by: number, at: Point): Camera {
  const least = whole(size).scale;
  const scale = within(camera.scale * by, least, least * NEAREST);
  const kept = toMap(camera, size, at);
  return {
    scale,
    x: within(kept.x - (at.x - size.width / 2) / scale, 0, EDGE),
    y: within(kept.y - (at.y - size.height / 2) / scale, 0, EDGE),
  };
}
