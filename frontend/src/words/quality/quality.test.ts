import { expect, test } from "vitest";
import { because, type ClassQuality, headline, type Quality, suspects } from "./quality";

const share = (value: number | null) => ({
  value,
  low: 0.4,
  high: 1,
  items: value === null ? 3 : 20,
});
const classOf = (
  class_id: number,
  name: string,
  part: Partial<ClassQuality> = {},
): ClassQuality => ({
  ...{ class_id, name, labels: 30, recall: share(0.9), precision: share(0.9), f1: 0.9 },
  mostly_taken_for: null,
  expected_precision: null,
  more_labels: null,
  ...part,
});
const qualityOf = (
  classes: ClassQuality[],
  confusion: [number, number, number][] = [],
): Quality => ({
  ...{ round: 3, labels: 90, audit_labels: 60, measured_at: null, enough: 10, reason: null },
  ...{ classes, confidence: [], groups: [], pairs: [] },
  confusion: confusion.map(([truth, predicted, items]) => ({ truth, predicted, items, share: 0 })),
});
const unknown = { recall: share(null), precision: share(null), f1: null };

test("the weakest class is named as surely as its intervals allow", () => {
  const said = (...classes: ClassQuality[]) => headline(qualityOf(classes));
  expect(said(classOf(1, "cat", unknown))).toBe(
    "No class can be judged yet. Each needs 10 audit texts; the nearest has 3.",
  );
  expect(said(classOf(1, "cat", unknown), classOf(2, "dog"))).toBe(
    "Only dog has enough audit texts so far.",
  );
  expect(said(classOf(1, "cat", { f1: 0.5 }), classOf(2, "dog"))).toBe(
    "Probably the weakest class: cat.",
  );
});

test("why it is the weakest: what its texts are taken for, or which are wrongly called so", () => {
  const dog = classOf(2, "dog");
  const cat = (part: Partial<ClassQuality>) => classOf(1, "cat", { f1: 0.5, ...part });
  expect(because(qualityOf([cat({ mostly_taken_for: 2 }), dog]))).toContain(
    "It takes most of the others for dog.",
  );
  const wrong: [number, number, number][] = [
    [1, 1, 20],
    [2, 1, 9],
    [3, 1, 8],
  ];
  const three = [cat({}), dog, classOf(3, "bird")];
  expect(because(qualityOf(three, wrong))).toContain(
    "Most texts that it wrongly calls cat are dog.",
  );
  expect(because(qualityOf(three, [...wrong, [4, 1, 2]]))).not.toContain("wrongly");
});

test("where no class can be judged it says how far that is, and what is confused most", () => {
  const near = { ...unknown, more_labels: 120 };
  const quality: Quality = {
    ...qualityOf([
      classOf(1, "cat", near),
      classOf(2, "dog", { ...near, more_labels: 400 }),
      classOf(3, "cow", unknown),
    ]),
    pairs: [
      { one: 1, other: 2, audit_items: 1, labels: 7 },
      { one: 1, other: 3, audit_items: 0, labels: 2 },
    ],
  };
  const plain = (words: string) => words.replaceAll("\u00a0", " ");
  expect(plain(headline(quality))).toBe(
    "No class can be judged yet. Each needs 10 audit texts; the nearest has 3. That takes about 120 more labels.",
  );
  expect(headline(qualityOf([classOf(1, "cat", { ...near, more_labels: 0 })]))).toContain(
    "the nearest has 3. The next measurement has them.",
  );
  expect(plain(because(quality))).toBe(
    "Most confused so far: cat and dog (8 labelled texts), cat and cow (2 labelled texts). From 60 audit texts that the model hasn't learnt from.",
  );
});

test("classes to look at are those of which it expects most mistakes, and that audits don't judge", () => {
  const of = (name: string, expected_precision: number | null, part = {}) =>
    classOf(1, name, { ...unknown, ...part, expected_precision });
  const classes = [
    of("half", 0.5),
    of("few", null),
    of("judged", 0.1, { f1: 0.2 }),
    of("worst", 0.3),
    of("right", 0.9),
    of("well", 0.8),
  ];
  expect(suspects(qualityOf(classes)).map(({ name }) => name)).toEqual(["worst", "half"]);
});
