import { expect, test } from "vitest";
import { type Given, type Made, OwnChanges, type OwnRow } from "./changes";

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
function changes(kept: readonly Made[] = []) {
  const device = { past: kept };
  const shown = new Map<number, string | null>();
  const sent: string[] = [];
  const service = { fails: false };
  const told = (what: string) => async () => {
    if (service.fails) throw new Error("no network");
    sent.push(what);
  };
  const made = new OwnChanges(
    {
      put: (rows) => {
        for (const { id, label } of rows) shown.set(id, label);
      },
    },
    {
      send: ({ row, answer }: Given) => told(`${row.id} ${JSON.stringify(answer)}`)(),
      skipAgain: ({ row }: Given) => told(`${row.id} skipped`)(),
    },
    { load: () => device.past, keep: (past) => void (device.past = past) },
  );
  const answer = (row: OwnRow) => made.answer(row, { class: "Delivery" }, "Delivery", new Date());
  const settled = () => expect.poll(() => made.state.get().sending).toBe(0);
  return { made, shown, sent, service, device, answer, settled };
}

test("what was changed last is taken back first, to the answer or the skip of before", async () => {
  const { made, shown, sent, answer, settled } = changes();
  answer(one);
  answer(skipped);
  made.undo();
  expect([...shown]).toEqual([
    [1, "Delivery"],
    [2, null],
  ]);
  made.undo();
  made.undo();
  await settled();
  expect(shown.get(1)).toBe("Refund");
  expect(sent).toEqual([
    '1 {"class":"Delivery"}',
    '2 {"class":"Delivery"}',
    "2 skipped",
    '1 {"class":"Refund"}',
  ]);
});

test("a change that fails is no past, and an undo that fails can be tried again", async () => {
  const { made, shown, service, answer, settled } = changes();
  service.fails = true;
  answer(one);
  await settled();
  expect([shown.get(1), made.state.get().past]).toEqual(["Refund", []]);
  service.fails = false;
  made.state.get().failed?.again();
  await settled();
  service.fails = true;
  made.undo();
  await settled();
  expect([shown.get(1), made.state.get().past.length]).toEqual(["Delivery", 1]);
  service.fails = false;
  made.state.get().failed?.again();
  await settled();
  expect([shown.get(1), made.state.get().past]).toEqual(["Refund", []]);
});

test("a reload doesn't end undo", async () => {
  const before = changes();
  before.answer(one);
  before.answer(skipped);
  await before.settled();
  const after = changes(before.device.past);
  after.made.undo();
  after.made.undo();
  await after.settled();
  expect(after.sent).toEqual(["2 skipped", '1 {"class":"Refund"}']);
  expect(after.device.past).toEqual([]);
});

test("while a change is on its way, nothing is kept that undo could mistake for the last", async () => {
  const { device, answer, settled } = changes();
  answer(one);
  await settled();
  expect(device.past).toHaveLength(1);
  answer(skipped);
  expect(device.past).toEqual([]);
  await settled();
  expect(device.past).toHaveLength(2);
});
