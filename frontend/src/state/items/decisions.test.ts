import { expect, test } from "vitest";
import { ApiError, Unreachable } from "@/state/errors";
import { unsentOf } from "../fakes";
import { inMemory } from "../storage";
import { type Batch, type Decided, Decisions, lightBatch, MOST_SENT } from "./decisions";
import { FakeItems, row } from "./fakes";
import { known } from "./list";

const NO = new ApiError(422, "invalid", "no");
const give = (decisions: Decisions, items: number[], name: string) =>
  decisions.label(items, { name }, name);

/** Four rows, of which the first has a label. */
async function made({ size = 4, device = inMemory(), first = row(1, { label: "b" }) } = {}) {
  const items = new FakeItems(size);
  const read = async (...asked: Parameters<FakeItems["read"]>) => {
    const page = await items.read(...asked);
    return { ...page, rows: page.rows.map((one) => (one.id === first.id ? first : one)) };
  };
  const world = unsentOf(device);
  world.service.answer = ({ command }): Decided | undefined => {
    if (command.kind !== "label") return undefined;
    const unchanged =
      (command.answer as { name: string }).name === "same" ? command.items.length : 0;
    return { changed: command.items.length - unchanged, unchanged, passed_over: 0 };
  };
  const past = world.past<Batch>(lightBatch);
  const decisions = new Decisions({ read }, world.outbox, past, "Ann", () => {});
  const stop = decisions.start();
  decisions.list.open({});
  await world.settle();
  const labels = () => known(decisions.list.state.get().rows).map(({ label }) => label);
  return { decisions, world, labels, list: decisions.list, past, settled: world.settle, stop };
}

test("labels show at once, are sent together and taken back together", async () => {
  const { decisions, world, labels, list, past, settled } = await made();
  const shown = { state: "settled", label_source: "search", decided_by: "Ann" };
  give(decisions, [1, 2, 3], "a");
  expect(labels()).toEqual(["a", "a", "a", null]);
  expect(list.state.get().rows[1]).toMatchObject(shown);
  await settled();
  expect(labels()).toEqual(["a", "a", "a", null]);
  expect(list.state.get().rows[1]).toMatchObject(shown);
  expect(past.last).toMatchObject({ decided: { changed: 3 } });
  decisions.undo();
  expect(labels()).toEqual(["b", null, null, null]);
  await settled();
  expect(labels()).toEqual(["b", null, null, null]);
  expect(world.sent).toEqual(["label", "unlabel"]);
  expect(past.state.get()).toEqual([]);
});

test("undo goes back further", async () => {
  const { decisions, labels, settled } = await made();
  give(decisions, [2], "a");
  await settled();
  give(decisions, [2, 3], "c");
  decisions.undo();
  expect(labels()).toEqual(["b", "a", null, null]);
  decisions.undo();
  decisions.undo();
  expect(labels()).toEqual(["b", null, null, null]);
  await settled();
  expect(labels()).toEqual(["b", null, null, null]);
});

test("what is refused is as before, and shows again while it is tried again", async () => {
  const { decisions, world, labels, settled, past } = await made();
  world.service.error = NO;
  give(decisions, [1, 2], "a");
  await settled();
  expect(labels()).toEqual(["b", null, null, null]);
  const [refused] = world.outbox.state.get().refused;
  world.service.error = null;
  world.outbox.retry(refused!.id);
  expect(labels()).toEqual(["a", "a", null, null]);
  await settled();
  expect(world.sent).toEqual(["label"]);
  world.service.error = NO;
  give(decisions, [3], "a");
  await settled();
  world.outbox.giveUp(world.outbox.state.get().refused[0]!.id);
  expect(past.state.get()).toHaveLength(1);
});

test("what couldn't be taken back stays", async () => {
  const { decisions, world, labels, settled } = await made();
  give(decisions, [2], "a");
  await settled();
  world.service.error = NO;
  decisions.undo();
  await settled();
  expect(labels()).toEqual(["b", "a", null, null]);
});

test("over a reload it waits, shows, and can be taken back", async () => {
  const first = await made();
  give(first.decisions, [2], "a");
  await first.settled();
  first.world.service.error = new Unreachable();
  give(first.decisions, [1, 3], "c");
  await first.settled();
  first.world.outbox.end();

  const later = await made({ device: first.world.device });
  expect(later.world.sent).toEqual(["label"]);
  expect(later.labels()).toEqual(["c", null, "c", null]);
  expect(later.past.state.get().map(({ label, size }) => [label, size])).toEqual([
    ["a", 1],
    ["c", 2],
  ]);
  later.decisions.undo();
  await later.settled();
  expect(later.labels(), "read anew").toEqual(["b", null, null, null]);
  expect(later.world.sent).toEqual(["label", "unlabel"]);
});

test("where all had the label there is nothing to take back", async () => {
  const { decisions, past, settled } = await made();
  give(decisions, [1], "same");
  await settled();
  expect(past.state.get()).toEqual([]);
});

test("nothing selected is nothing to label", async () => {
  const { decisions, world, settled } = await made();
  give(decisions, [], "a");
  await settled();
  expect(world.sent).toEqual([]);
});

test("a label that waits for another answer is settled by giving it again, and that is taken back", async () => {
  const waiting = { label: "same", given: { name: "same" }, state: "provisional" } as const;
  const { decisions, world, list, settled } = await made({ first: row(1, waiting) });
  give(decisions, [1], "same");
  expect(list.state.get().rows[0]).toMatchObject({ state: "settled", decided_by: "Ann" });
  await settled();
  decisions.undo();
  expect(list.state.get().rows[0]).toMatchObject({ state: "provisional", decided_by: null });
  await settled();
  expect(world.sent).toEqual(["label", "unlabel"]);
});

test("more than go at once are sent in parts and taken back as one", async () => {
  const { decisions, world, labels, list, past, settled } = await made({ size: 1_200 });
  const read = list.readFirst(1_200);
  await settled();
  await read;
  const parts: number[] = [];
  const { answer } = world.service;
  world.service.answer = (entry) => {
    if (entry.command.kind === "label") parts.push(entry.command.items.length);
    return answer(entry);
  };
  give(
    decisions,
    Array.from({ length: 1_200 }, (_, index) => index + 1),
    "a",
  );
  expect(new Set(labels())).toEqual(new Set(["a"]));
  await settled();
  expect(parts).toEqual([...Array<number>(4).fill(MOST_SENT), 200]);
  expect(past.last).toMatchObject({ sent: 1_200, decided: { changed: 1_200 } });
  decisions.undo();
  await settled();
  expect(world.sent.slice(5)).toEqual(["unlabel"]);
  expect(new Set(labels())).toEqual(new Set(["b", null]));
});

test("one text that the service passes over keeps what it had, and that is told", async () => {
  const { decisions, world, labels, past, settled } = await made();
  world.service.answer = () => ({ changed: 0, unchanged: 0, passed_over: 1 });
  give(decisions, [2], "a");
  await settled();
  expect(labels()).toEqual(["b", null, null, null]);
  const [refused] = world.outbox.state.get().refused;
  expect(refused?.refusal).toContain("right now");
  decisions.exclude([2], false, "excluded");
  await settled();
  expect(world.outbox.state.get().refused.at(-1)?.refusal).toContain("Texts with a label stay");
  world.service.answer = () => ({ changed: 1, unchanged: 0, passed_over: 0 });
  world.outbox.retry(refused!.id);
  await settled();
  expect(labels()).toEqual(["b", "a", null, null]);
  expect(past.state.get().map(({ label }) => label)).toEqual(["a", "excluded"]);
});

test("of several that are passed over in part the list is read anew", async () => {
  const { decisions, world, labels, past, settled } = await made();
  world.service.answer = () => ({ changed: 0, unchanged: 1, passed_over: 1 });
  give(decisions, [2, 3], "a");
  await settled();
  expect(labels(), "nothing was changed").toEqual(["b", null, null, null]);
  expect(past.last).toMatchObject({ decided: { passed_over: 1 } });
});

test("what was sent before the rest was refused can be taken back though that is given up", async () => {
  const { decisions, world, past, settled } = await made();
  const { answer } = world.service;
  let parts = 0;
  world.service.answer = (entry) => {
    if (++parts === 2) throw NO;
    return answer(entry);
  };
  const many = Array.from({ length: 2 * MOST_SENT + 3 }, (_, index) => index + 1);
  give(decisions, many, "a");
  await settled();
  const [refused] = world.outbox.state.get().refused;
  world.outbox.giveUp(refused!.id);
  expect(past.last).toMatchObject({ size: MOST_SENT, sent: MOST_SENT });
  decisions.undo();
  await settled();
  expect(world.sent.at(-1)).toBe("unlabel");
});

test("what another tab has excluded is read anew and can be taken back", async () => {
  const { decisions, world, list, past, settled } = await made();
  world.service.error = new Unreachable();
  decisions.exclude([2, 3], false, "excluded");
  await settled();
  for (const key of world.device.keys().filter((one) => one.includes("outbox")))
    world.device.remove(key);
  world.outbox.refresh();
  expect(list.state.get().reading).toBe(true);
  expect(past.last).toMatchObject({ sent: 2, decided: { changed: 2 } });
});

test("what a colleague excluded before stays when an exclusion is taken back", async () => {
  const { decisions, world, settled } = await made();
  const taken: unknown[] = [];
  world.service.answer = ({ command }) => {
    if (command.kind === "unexclude") taken.push(command.items);
    return { changed: 1, items: [3], passed_over: 0 };
  };
  decisions.exclude([2, 3], false, "excluded");
  await settled();
  decisions.undo();
  await settled();
  expect(taken).toEqual([[3]]);
});
