import { expect, test } from "vitest";
import { createPreferences, step } from "./preferences";
import { inMemory } from "./storage";

test("choices are remembered, and nonsense from elsewhere is not believed", () => {
  const device = inMemory();
  const chosen = {
    ...({ textSize: 24, goal: 100, guidelinesPinned: true } as const),
    columns: { 3: ["label", "data:city"] },
    filters: { 3: [{ name: "Doubtful", address: "suspected=true" }] },
  };
  createPreferences(device).set(chosen);
  expect(createPreferences(device).get()).toEqual(chosen);
  device.write(
    "postil.preferences",
    '{"textSize": 900, "goal": -3, "columns": 1, "filters": {"3": [{}, 1]}}',
  );
  expect(createPreferences(device).get()).toEqual({
    textSize: 20,
    goal: null,
    guidelinesPinned: false,
    columns: {},
    filters: { 3: [] },
  });
  device.write("postil.preferences", "{");
  expect(createPreferences(device).get().textSize).toBe(20);
});

test("sizes step up and down and stop at the ends", () => {
  expect(step(20, 1)).toBe(24);
  expect(step(24, 1)).toBe(24);
  expect(step(16, -1)).toBe(16);
});
