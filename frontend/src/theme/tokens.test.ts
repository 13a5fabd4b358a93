import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

function tokens(theme: string): Map<string, string> {
  const block = css.split(`[data-mantine-color-scheme="${theme}"] {`)[1]?.split("}")[0] ?? "";
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1]!, m[2]!]));
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [
    number,
    number,
    number,
  ];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const TEXT = 4.5;
const CONTROL = 3;

// What is drawn on what, somewhere on the page.
const PAIRS: [string, string, number][] = [
  ...["paper", "surface", "surface-hover", "raised"].flatMap(
    (ground): [string, string, number][] => [
      ["ink", ground, TEXT],
      ["secondary", ground, TEXT],
    ],
  ),
  ...["accent", "warn", "error"].flatMap((ink): [string, string, number][] => [
    [ink, "paper", TEXT],
    [ink, "raised", TEXT],
    [ink, "surface", TEXT],
  ]),
  ["on-accent", "accent", TEXT],
  ["on-accent", "accent-hover", TEXT],
  ["border", "paper", CONTROL],
  ["border", "raised", CONTROL],
  // The marks of classes, which are words first.
  ...[
    ...["red", "orange", "yellow", "green", "teal", "blue", "violet", "pink", "brown", "grey"],
  ].flatMap((colour): [string, string, number][] => [
    [`class-${colour}`, "paper", CONTROL],
    [`class-${colour}`, "surface", CONTROL],
    [`class-${colour}`, "raised", CONTROL],
  ]),
];

test.each(["light", "dark"])("every pair of the %s theme has AA contrast", (theme) => {
  const colours = tokens(theme);
  const low = PAIRS.map(([ink, ground, least]) => {
    const ratio = contrast(colours.get(ink)!, colours.get(ground)!);
    return ratio < least ? `${ink} on ${ground}: ${ratio.toFixed(2)}` : null;
  }).filter((line) => line !== null);
  expect(low).toEqual([]);
});

test("both themes define the same names", () => {
  expect([...tokens("light").keys()]).toEqual([...tokens("dark").keys()]);
});
