import { expect, test } from "vitest";
import { objection } from "./review";

test.each([
  [0.32, "right 3 times in 10"],
  [0.1, "right 1 time in 10"],
  [0.98, "nearly always right"],
  [0.02, "hardly ever right"],
])("what the model objects, and how often it is right then: %d", (wrong, right) => {
  const said = objection({ predicted: "lost_card", predicted_probability: 0.97, wrong });
  expect(said.replaceAll("\u00a0", " ")).toBe(
    `The model is 97 % sure it is lost card. When it objects like this, it is ${right}.`,
  );
});
