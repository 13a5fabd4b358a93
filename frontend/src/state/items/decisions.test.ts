import { expect, test } from "vitest";
import { type Decides, Decisions, MOST_SENT } from "./decisions";
import { FakeItems, row, settled } from "./fakes";
import { ItemList, known } from "./list";

const AT = "2026-11-27T06:00:00.000Z";

const give = (decisions: Decisions, items: number[], name: string) =>
  decisions.label(items, { name }, name);

async function made(size = 4) {
  const list = new ItemList(new FakeItems(size));
  list.open({});
  await settled();
  list.put([row(1, { label: "b" })]);
  const sent: string[] = [];
  const fails = { next: false, then: false };
  const said = async (words: string) => {
    if (fails.next) {
      fails.next = false;
      throw new Error("no");
    }
    fails.next = fails.then;
    fails.then = false;
    sent.push(words.replace(/[0-9a-f-]{36}/, "batch"));
  };
  const service: Decides = {
    label: async (batch, items, answer) => {
      const { name } = answer as { name: string };
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
  const labels = () => known(list.state.get().rows).map(({ label }) => label);
  return { decisions, sent, fails, labels, list };
}

test("labels show at once, are sent together and taken back together", async () => {
  const { decisions, sent, labels, list } = await made();
  give(decisions, [1, 2, 3], "a");
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
  give(decisions, [2], "a");
  decisions.undo();
  await settled();
  expect(sent).toEqual(["batch: 2 a", "undo batch"]);
  expect(labels()).toEqual(["b", null, null, null]);
});

test("undo goes back further", async () => {
  const { decisions, labels } = await made();
  give(decisions, [2], "a");
  give(decisions, [2, 3], "c");
  decisions.undo();
  expect(labels()).toEqual(["b", "a", null, null]);
  decisions.undo();
  decisions.undo();
  expect(labels()).toEqual(["b", null, null, null]);
});

test("what couldn't be saved is as before, and can be tried again", async () => {
  const { decisions, fails, labels, sent } = await made();
  fails.next = true;
  give(decisions, [1, 2], "a");
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
  give(decisions, [2], "a");
  await settled();
  fails.next = true;
  decisions.undo();
  await settled();
  expect(labels()).toEqual(["b", "a", null, null]);
  expect(decisions.state.get()).toMatchObject({ failed: { what: "undo" }, past: [{ label: "a" }] });
});

test("where all had the label there is nothing to take back", async () => {
  const { decisions } = await made();
  give(decisions, [1], "same");
  await settled();
  expect(decisions.state.get()).toEqual({ sending: 0, past: [], failed: null });
});

test("nothing selected is nothing to label", async () => {
  const { decisions, sent } = await made();
  give(decisions, [], "a");
  await settled();
  expect(sent).toEqual([]);
});

test("a label that waits for another answer is settled by giving it again, and that is taken back", async () => {
  const { decisions, sent, list } = await made();
  const waiting = { label: "same", given: { name: "same" }, state: "provisional" } as const;
  list.put([row(1, waiting)]);
  give(decisions, [1], "same");
  expect(list.state.get().rows[0]).toMatchObject({ state: "settled", decided_by: "Ann" });
  await settled();
  decisions.undo();
  expect(list.state.get().rows[0]).toMatchObject({ state: "provisional", decided_by: null });
  await settled();
  expect(sent).toEqual(["batch: 1 same", "undo batch"]);
});

const many = Array.from({ length: 1_200 }, (_, index) => index + 1);

test("more than go at once are sent in parts and taken back as one", async () => {
  const { decisions, sent, labels, list } = await made(1_200);
  await list.readFirst(1_200);
  give(decisions, many, "a");
  expect(new Set(labels())).toEqual(new Set(["a"]));
  await settled();
  expect(sent.map((words) => words.split(",").length)).toEqual([
    ...Array<number>(4).fill(MOST_SENT),
    200,
  ]);
  expect(decisions.state.get()).toMatchObject({
    past: [{ sent: 1_200, decided: { changed: 1_200 } }],
  });
  decisions.undo();
  await settled();
  expect(sent.slice(5)).toEqual(["undo batch"]);
  expect(new Set(labels())).toEqual(new Set(["b", null]));
});

test("what arrived of many stays, goes on where it ended, and is still taken back as one", async () => {
  const { decisions, sent, fails, labels, list } = await made(1_200);
  await list.readFirst(1_200);
  fails.then = true;
  give(decisions, many, "a");
  await settled();
  expect(sent).toHaveLength(1);
  expect([labels()[MOST_SENT - 1], labels()[MOST_SENT]]).toEqual(["a", null]);
  const { failed, past } = decisions.state.get();
  expect(past).toMatchObject([{ sent: MOST_SENT, decided: { changed: MOST_SENT } }]);
  failed?.again();
  expect(labels()[MOST_SENT]).toBe("a");
  await settled();
  expect(sent[1]).toMatch(/^batch: 251,/);
  expect(decisions.state.get()).toMatchObject({ failed: null, past: [{ sent: 1_200 }] });
  decisions.undo();
  expect(new Set(labels())).toEqual(new Set(["b", null]));
});

test("who takes many back while they are sent sends no more of them", async () => {
  const { decisions, sent, list } = await made(1_200);
  await list.readFirst(1_200);
  give(decisions, many, "a");
  await Promise.resolve().then(() => decisions.undo());
  await settled();
  expect(sent).toHaveLength(2);
  expect(sent[1]).toBe("undo batch");
});
