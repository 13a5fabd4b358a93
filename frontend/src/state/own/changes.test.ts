import { expect, test } from "vitest";
import { ApiError, Unreachable } from "@/state/errors";
import { unsentOf } from "../fakes";
import { known } from "../items/list";
import { inMemory } from "../storage";
import { type Made, OwnChanges, type OwnRow } from "./changes";

const one: OwnRow = {
  id: 1,
  text: "a text",
  answer: { class: "Refund" },
  label: "Refund",
  flagged: false,
  assignment: 7,
  at: "2026-01-01T00:00:00Z",
};
const skipped: OwnRow = { ...one, id: 2, answer: null, label: null, assignment: 8 };

/** The screen, with what was kept on the device when it was last there. */
async function changes(device = inMemory()) {
  const world = unsentOf(device);
  const cleared = { times: 0 };
  const read = async () => ({ rows: [one, skipped], next: null, total: 2 });
  const labelling = { clear: () => cleared.times++ };
  const past = world.past<Made>();
  const made = new OwnChanges({ read }, world.outbox, past, labelling, () => {});
  made.start();
  made.list.open({});
  await world.settle();
  const answer = (row: OwnRow) => made.answer(row, { class: "Delivery" }, "Delivery", new Date());
  const shown = () => known(made.list.state.get().rows).map(({ label }) => label);
  return { made, shown, world, past, cleared, answer, settled: world.settle };
}

test("what was changed last is taken back first, to the answer or the skip of before", async () => {
  const { made, shown, world, answer, settled, cleared } = await changes();
  answer(one);
  answer(skipped);
  expect(shown()).toEqual(["Delivery", "Delivery"]);
  await settled();
  made.undo();
  expect(shown()).toEqual(["Delivery", null]);
  made.undo();
  made.undo();
  await settled();
  expect(shown()).toEqual(["Refund", null]);
  expect(world.sent).toEqual(["answer 1", "answer 2", "skipAgain 2", "answer 1"]);
  expect(cleared.times).toBe(4);
});

test("a change that is refused is as before, and one that is given up is no past", async () => {
  const { shown, world, answer, settled, past } = await changes();
  world.service.error = new ApiError(422, "invalid", "no");
  answer(one);
  await settled();
  expect(shown()).toEqual(["Refund", null]);
  world.outbox.giveUp(world.outbox.state.get().refused[0]!.id);
  expect(past.state.get()).toEqual([]);
});

test("a reload ends neither what waits nor undo", async () => {
  const before = await changes();
  before.answer(one);
  await before.settled();
  before.world.service.error = new Unreachable();
  before.answer(skipped);
  await before.settled();
  before.world.outbox.end();
  const after = await changes(before.world.device);
  expect(after.world.sent).toEqual(["answer 2"]);
  after.made.undo();
  after.made.undo();
  await after.settled();
  expect(after.world.sent.slice(1)).toEqual(["skipAgain 2", "answer 1"]);
  expect(after.past.state.get()).toEqual([]);
});
