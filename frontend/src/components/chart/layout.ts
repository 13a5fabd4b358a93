import type { Drawn } from "./curve-data";
import { linear, type Scale } from "./scale";

export interface Size {
  width: number;
  height: number;
}

/** Where the chart draws: the box of the curve, and where values stand. */
export interface Layout {
  left: number;
  top: number;
  right: number;
  bottom: number;
  x: Scale;
  y: Scale;
  /** Too narrow for names beside the lines: they stand over them. */
  narrow: boolean;
}

const LEFT = 48;
const TOP = 28;
const BOTTOM = 50;
/** Room at the right for the names of the lines. */
const NAMES = 104;
export const EDGE = 8;
const NARROW = 480;

export function layout({ end, span }: Drawn, { width, height }: Size): Layout {
  const narrow = width < NARROW;
  const box = {
    left: LEFT,
    top: TOP,
    right: width - (narrow ? EDGE : NAMES),
    bottom: height - BOTTOM,
  };
  return {
    ...box,
    narrow,
    x: linear([0, end], [box.left, box.right]),
    y: linear(span, [box.bottom, box.top]),
  };
}
