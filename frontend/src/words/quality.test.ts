import { expect, test } from "vitest";
import { because, type ClassQuality, headline, type Quality } from "./quality";

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
  ...part,
});
const qualityOf = (
  classes: ClassQuality[],
  confusion: [number, number, number][] = [],
): Quality => ({
  ...{ round: 3, labels: 90, audit_labels: 60, measured_at: null, enough: 10, reason: null },
  ...{ classes, confidence: [] },
  confusion: confusion.map(([truth, predicted, items]) => ({ truth, predicted, items, share: 0 })),
});
const unknown = { recall: share(null), precision: share(null), f1: null };

test("the weakest class is named as surely as its intervals allow", () => {
  const said = (...classes: ClassQuality[]) => headline(qualityOf(classes));
  expect(said(classOf(1, "cat", unknown))).toBe(
    "Too few audit texts: a class needs 10 for its figures.",
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
