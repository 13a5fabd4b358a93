import type { Drawn } from "./curve-data";
import type { Ink } from "./ink";
import { asText, mark } from "./mark";
import { type Size } from "./layout";
import { picture } from "./picture";

const CHART: Size = { width: 960, height: 420 };
const EDGE = 24;
const HEAD = 64;
const SIZE: Size = { width: CHART.width + 2 * EDGE, height: CHART.height + HEAD + EDGE };
/** Pixels of a PNG to one of the picture: sharp in print. */
const SHARP = 2;
const FONT = "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, sans-serif";

/** The chart as an SVG file that needs nothing else, under a title and a sentence. */
export function svgFile(drawn: Drawn, ink: Ink, title: string, sentence: string): string {
  const { width, height } = SIZE;
  const root = {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    fontFamily: FONT,
    fontSize: 13,
  };
  const head = { x: EDGE, fill: ink.ink };
  return asText(
    mark("svg", root, [
      mark("title", {}, `${title}: ${sentence}`),
      mark("rect", { width, height, fill: ink.paper }),
      mark("text", { ...head, y: 30, fill: ink.secondary }, title),
      mark("text", { ...head, y: 54, fontSize: 18, fontWeight: 600 }, sentence),
      mark("g", { transform: `translate(${EDGE} ${HEAD})` }, picture(drawn, CHART, ink)),
    ]),
  );
}

/** The picture of an SVG file, as a PNG. */
export async function png(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [SHARP * SIZE.width, SHARP * SIZE.height];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("No picture came of it")))),
  );
}
