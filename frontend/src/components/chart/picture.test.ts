import { expect, test } from "vitest";
import { drawn } from "./curve-data";
import { curveOf, forecastOf, pointOf } from "./examples";
import type { Ink } from "./ink";
import { asText, mark, type Mark } from "./mark";
import { layout } from "./layout";
import { picture } from "./picture";
import { svgFile } from "./picture-file";

const INK: Ink = {
  paper: "white",
  ink: "black",
  secondary: "grey",
  hairline: "silver",
  accent: "green",
};
const SIZE = { width: 800, height: 400 };
const early = pointOf({ labels: 20, audit_labels: 5, estimate: null, low: 0.4, high: 0.9 });
const firm = pointOf({ labels: 100, estimate: 0.8, low: 0.64, high: 0.91 });
const evaluation = { value: 0.82, low: 0.78, high: 0.86, macro_f1: 0.8, items: 400 };
const later = pointOf({ labels: 200, estimate: 0.86, low: 0.74, high: 0.93, evaluation });
const random = {
  points: [
    { labels: 50, estimate: 0.6, low: 0.5, high: 0.7, extrapolated: false },
    { labels: 100, estimate: 0.7, low: 0.5, high: 0.8, extrapolated: true },
    { labels: 200, estimate: 0.75, low: 0.5, high: 0.85, extrapolated: true },
  ],
};
const curve = curveOf([early, firm, later], { random, target: { value: 0.9 } });
const shown = drawn(curve, "labels");

const all = (marks: readonly Mark[]): Mark[] =>
  marks.flatMap((one) => [one, ...(typeof one.inside === "object" ? all(one.inside) : [])]);
const words = (marks: readonly Mark[]) =>
  all(marks).flatMap(({ inside }) =>
    typeof inside === "string" ? [inside.replaceAll("\u00a0", " ")] : [],
  );
const lines = (marks: readonly Mark[], colour: string) =>
  all(marks).filter(({ attributes }) => attributes["stroke"] === colour);

test("lines are named at their ends, axes say what they count", () => {
  const found = words(picture(shown, SIZE, INK));
  expect(found).toEqual(
    expect.arrayContaining(["model 86 %", "test set 82 %", "random", "target 90 %"]),
  );
  expect(found).toEqual(expect.arrayContaining(["accuracy", "labels given", "80 %", "150"]));
});

test("before there is a line, each point is a faint bar, and the axis holds it", () => {
  for (const points of [[early], [early, firm]]) {
    const few = drawn(curveOf(points, { target: { value: 0.9 } }), "labels");
    const { x, y, top, bottom } = layout(few, SIZE);
    const bars = lines(picture(few, SIZE, INK), "green");
    expect(bars).toHaveLength(points.length);
    expect(bars[0]!.attributes).toMatchObject({ strokeOpacity: 0.3, strokeWidth: 4 });
    for (const [at, { labels, low, high }] of points.entries()) {
      expect(bars[at]!.attributes["d"]).toBe(`M${x(labels)} ${y(low)}V${y(high)}`);
      expect(y(high)).toBeGreaterThanOrEqual(top);
      expect(y(low)).toBeLessThanOrEqual(bottom);
    }
  }
});

test("the model's line joins its settled points, without the bars of before", () => {
  const { x, y } = layout(shown, SIZE);
  const [line, ...others] = lines(picture(shown, SIZE, INK), "green");
  expect(others).toEqual([]);
  const [from, to] = [firm, later].map(
    ({ labels, estimate }) => `${x(labels).toFixed(1)} ${y(estimate!).toFixed(1)}`,
  );
  expect(line!.attributes["d"]).toBe(`M${from}L${to}`);
});

test("random sampling has a ring where it was measured, and is dotted beyond", () => {
  const { x, y } = layout(shown, SIZE);
  const dotted = lines(picture(shown, SIZE, INK), "grey").filter(
    ({ attributes }) => attributes["strokeDasharray"],
  );
  const places = random.points.map(
    ({ labels, estimate }) => `${x(labels).toFixed(1)} ${y(estimate).toFixed(1)}`,
  );
  expect(dotted.map(({ attributes }) => attributes["d"])).toEqual([`M${places.join("L")}`]);
  const rings = all(picture(shown, SIZE, INK)).filter(({ attributes }) => attributes["r"] === 3);
  expect(rings.map(({ attributes }) => attributes["cx"])).toEqual([x(50)]);
});

test("the point that is read out is larger, and stands on a line", () => {
  const lit = (chosen: number | null) =>
    all(picture(shown, SIZE, INK, chosen)).filter(({ attributes }) => attributes["r"] === 4.5);
  expect(lit(null)).toEqual([]);
  expect(lit(1)).toHaveLength(1);
});

test("what is to come is a fan with a name of its own", () => {
  const cone = [
    { labels: 200, low: 0.8, estimate: 0.86, high: 0.9 },
    { labels: 400, low: 0.85, estimate: 0.92, high: 0.97 },
  ];
  const ahead = curveOf([firm, later], { forecast: forecastOf({ cone }) });
  const marks = picture(drawn(ahead, "labels"), SIZE, INK);
  expect(words(marks)).toContain("forecast 92 %");
  const fan = all(marks).find(({ attributes }) => attributes["fillOpacity"] === 0.08);
  expect(fan!.attributes["fill"]).toBe("green");
});

test.each([800, 360])("%d wide, no name lies on what is to come", (width) => {
  const cone = [
    { labels: 200, low: 0.8, estimate: 0.86, high: 0.9 },
    { labels: 400, low: 0.85, estimate: 0.92, high: 0.97 },
  ];
  const size = { ...SIZE, width };
  const ahead = drawn(curveOf([firm, later], { random, forecast: forecastOf({ cone }) }), "labels");
  const fan = layout(ahead, size).x(200);
  const named = (name: string) =>
    all(picture(ahead, size, INK)).find(
      ({ inside }) => typeof inside === "string" && inside.startsWith(name),
    )!.attributes;
  for (const name of ["model", "random", "test set"]) {
    expect(named(name)["textAnchor"]).toBe("end");
    expect(named(name)["x"]).toBeLessThan(fan);
  }
  expect(named("forecast")["x"]).toBeGreaterThan(fan);
  const heights = ["model", "test set"].map((name) => Number(named(name)["y"]));
  expect(Math.abs(heights[0]! - heights[1]!)).toBeGreaterThanOrEqual(16.9);
});

test("names stay in the order of their lines, also where the model is near the top", () => {
  const points = [0.9, 0.97, 0.978, 0.981].map((estimate, at) =>
    pointOf({ labels: 60 * at + 60, estimate, low: estimate - 0.15, high: 0.995 }),
  );
  const beside = [60, 120, 180, 240].map((labels, at) => ({
    ...{ labels, estimate: 0.905 + 0.009 * at, low: 0.8, high: 0.97 },
    extrapolated: true,
  }));
  const cone = [
    { labels: 240, low: 0.915, estimate: 0.97, high: 0.99 },
    { labels: 480, low: 0.935, estimate: 0.979, high: 0.99 },
  ];
  const curve = curveOf(points, {
    random: { ...random, points: beside },
    forecast: forecastOf({ cone }),
    target: { value: 0.95 },
  });
  for (const height of [220, 260, 300, 340]) {
    const marks = picture(drawn(curve, "labels"), { ...SIZE, height }, INK);
    const [model, other] = ["model", "random"].map((name) =>
      all(marks).find(({ inside }) => typeof inside === "string" && inside.startsWith(name)),
    );
    expect(Number(model!.attributes["y"])).toBeLessThan(Number(other!.attributes["y"]));
  }
});

/** Where the lines of a picture pass, as places at most a pixel apart. */
const passed = (marks: readonly Mark[]) =>
  all(marks).flatMap(({ attributes }) => {
    const places = [...String(attributes["d"] ?? "").matchAll(/[ML](\S+) ([\d.]+)/g)];
    if (attributes["fill"] !== "none" || places.length < 2) return [];
    return places.slice(1).flatMap(([, ...to], at) => {
      const [from, end] = [places[at]!.slice(1), to].map((place) => place.map(Number));
      const steps = Math.ceil(Math.abs(end![0]! - from![0]!));
      return Array.from({ length: steps + 1 }, (_, step) =>
        [0, 1].map((axis) => from![axis]! + ((end![axis]! - from![axis]!) * step) / steps),
      );
    });
  });

const steep = [0.5, 0.7, 0.78, 0.82, 0.85, 0.86].map((estimate, at) => ({
  estimate,
  labels: 50 * at + 50,
}));
test.each(
  [800, 440, 360].flatMap((width) =>
    [-0.06, -0.03, -0.01, 0, 0.01, 0.03].flatMap((by) =>
      ["fan", "none", "untested at last"].map((how) => [width, by, how] as const),
    ),
  ),
)(
  "%d wide, the test set %d from the model, %s: no name lies on a line or a name",
  (width, by, how) => {
    const points = steep.map(({ estimate, labels }, at) =>
      pointOf({
        ...{ labels, estimate, low: estimate - 0.1, high: estimate + 0.1 },
        evaluation:
          how === "untested at last" && at > 3 ? null : { ...evaluation, value: estimate + by },
      }),
    );
    const cone = [
      { labels: 300, low: 0.8, estimate: 0.86, high: 0.9 },
      { labels: 600, low: 0.85, estimate: 0.92, high: 0.97 },
    ];
    const forecast = how === "fan" ? forecastOf({ cone }) : null;
    const found = drawn(curveOf(points, { random, forecast, target: { value: 0.9 } }), "labels");
    const marks = picture(found, { ...SIZE, width }, INK);
    const boxes = all(marks).flatMap(({ attributes, inside }) => {
      if (attributes["stroke"] !== INK.paper || typeof inside !== "string") return [];
      const [x, y, wide] = [Number(attributes["x"]), Number(attributes["y"]), inside.length * 6.5];
      return [{ inside, y, from: attributes["textAnchor"] === "end" ? x - wide : x, wide }];
    });
    expect(boxes.length).toBeGreaterThanOrEqual(4);
    for (const { inside, from, wide, y } of boxes) {
      const on = passed(marks).filter(
        ([px, py]) => px! >= from && px! <= from + wide && Math.abs(py! - y) < 7,
      );
      expect(on, inside).toEqual([]);
      const others = boxes.filter(
        (other) =>
          other.inside !== inside && other.from < from + wide && from < other.from + other.wide,
      );
      for (const other of others) expect(Math.abs(other.y - y), inside).toBeGreaterThan(14);
    }
  },
);

test("on a narrow chart names stand over the lines", () => {
  const narrow = layout(shown, { width: 360, height: 400 });
  expect(narrow.narrow).toBe(true);
  expect(narrow.right).toBeGreaterThan(340);
});

test("nothing is drawn of what isn't there", () => {
  const found = words(picture(drawn(curveOf([early]), "labels"), SIZE, INK));
  expect(found.some((one) => /model|random|target|test/.test(one))).toBe(false);
});

test("a file has its own size, colours and words, and escapes what is in them", () => {
  const file = svgFile(shown, INK, "Cats & <dogs>", 'It is "good".');
  expect(file).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="\d+"/);
  expect(file).toContain("Cats &amp; &lt;dogs&gt;</text>");
  expect(file).toContain("It is &quot;good&quot;.");
  expect(file).toContain('stroke-dasharray="1.5 4"');
  expect(file).toContain("viewBox=");
  expect(file).not.toMatch(/NaN|undefined|var\(/);
});

test("marks become text, with what isn't given left out", () => {
  const found = mark("g", { fillOpacity: 0.5, stroke: undefined }, [mark("text", { x: 1 }, "a<b")]);
  expect(asText(found)).toBe('<g fill-opacity="0.5"><text x="1">a&lt;b</text></g>');
});
