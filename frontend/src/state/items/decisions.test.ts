import { expect, test } from "vitest";
import { type Decides, Decisions } from "./decisions";
import { FakeItems, row, settled } from "./fakes";
import { ItemList } from "./list";

const AT = "2026-11-27T06:00:00.000Z";

async function made() {
  const list = new ItemList(new FakeItems(4));
  list.open({});
  await settled();
  list.put([row(1, { label: "b" })]);
  const sent: string[] = [];
  const fails = { next: false };
  const said = async (words: string) => {
    if (fails.next) {
      fails.next = false;
      throw new Error("no");
    }
    sent.push(words.replace(/[0-9a-f-]{36}/, "batch"));
  };
  const service: Decides = {
    label: async (batch, items, name) => {
      await said(`${batch}: ${items.join()} ${name}`);
      const unchanged = name === "same" ? items.length : 0;
      return { changed: items.length - unchanged, unchanged, passed_over: 0 };
    },
    undo: (batch) => said(`undo ${batch}`),
  };
  const decisions = new Decisions(
    service,
    list,
    "Ann",
    () => {},
    () => new Date(AT),
  );
  const labels = () => list.state.get().rows.map(({ label }) => label);
  return { decisions, sent, fails, labels, list };
}

test("labels show at once, are sent together and taken back together", async () => {
  const { decisions, sent, labels, list } = await made();
  decisions.label([1, 2, 3], "a");
  expect(labels()).toEqual(["a", "a", "a", null]);
  expect(list.state.get().rows[1]).toMatchObject({
    state: "settled",
    label_source: "search",
    labelled_at: AT,
    decided_by: "Ann",
  });
  await settled();
  expect(decisions.state.get()).toMatchObject({ sending: 0, past: [{ decided: { changed: 3 } }] });
  decisions.undo();
  expect(labels()).toEqual(["b", null, null, null]);
  await settled();
  expect(sent).toEqual(["batch: 1,2,3 a", "undo batch"]);
  expect(decisions.state.get()).toEqual({ sending: 0, past: [], failed: null });
});

test("an undo waits for what it takes back", async () => {
  const { decisions, sent, labels } = await made();
  decisions.label([2], "a");
  decisions.undo();
  await settled();
  expect(sent).toEqual(["batch: 2 a", "undo batch"]);
  expect(labels()).toEqual(["b", null, null, null]);
});

test("undo goes back further", async () => {
  const { decisions, labels } = await made();
  decisions.label([2], "a");
  decisions.label([2, 3], "c");
  decisions.undo();
  expect(labels()).toEqual(["b", "a", null, null]);
  decisions.undo();
  decisions.undo();
  expect(labels()).toEqual(["b", null, null, null]);
});

test("what couldn't be saved is as before, and can be tried again", async () => {
  const { decisions, fails, labels, sent } = await made();
  fails.next = true;
  decisions.label([1, 2], "a");
  await settled();
  expect(labels()).toEqual(["b", null, null, null]);
  const { failed, past, sending } = decisions.state.get();
  expect([failed?.what, past, sending]).toEqual(["label", [], 0]);
  failed?.again();
  await settled();
  expect(labels()).toEqual(["a", "a", null, null]);
  expect(decisions.state.get().failed).toBeNull();
  expect(sent).toEqual(["batch: 1,2 a"]);
});

test("what couldn't be taken back stays", async () => {
  const { decisions, fails, labels } = await made();
  decisions.label([2], "a");
  await settled();
  fails.next = true;
  decisions.undo();
  await settled();
  expect(labels()).toEqual(["b", "a", null, null]);
  expect(decisions.state.get()).toMatchObject({ failed: { what: "undo" }, past: [{ label: "a" }] });
});

test("where all had the label there is nothing to take back", async () => {
  const { decisions } = await made();
  decisions.label([1], "same");
  await settled();
  expect(decisions.state.get()).toEqual({ sending: 0, past: [], failed: null });
});

test("nothing selected is nothing to label", async () => {
  const { decisions, sent } = await made();
  decisions.label([], "a");
  await settled();
  expect(sent).toEqual([]);
});
