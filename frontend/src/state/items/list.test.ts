import { expect, test } from "vitest";
import type { Entry } from "../outbox/commands";
import { unsentOf } from "../fakes";
import { FakeItems, settled } from "./fakes";
import { ItemList, known, length, type Rows } from "./list";

async function opened(size: number) {
  const service = new FakeItems(size);
  const list = new ItemList(service);
  list.open({});
  await settled();
  return { service, list };
}

test("it reads as far as somebody looks, in order", async () => {
  const { service, list } = await opened(2_000);
  expect(list.state.get()).toMatchObject({ total: 2_000, complete: false, reading: false });
  list.need(300, 340);
  list.need(640, 680);
  await settled();
  expect(service.reads).toEqual([":0+100", ":100+500", ":600+500"]);
  expect(known(list.state.get().rows).map(({ id }) => id)).toEqual(
    Array.from({ length: 1_100 }, (_, index) => index + 1),
  );
  expect(length(list.state.get())).toBe(2_000);
});

test("what was asked before stays until the first rows come, and comes no later", async () => {
  const { list } = await opened(50);
  list.open({ q: "7" });
  expect(list.state.get()).toMatchObject({ stale: true, of: {}, rows: { length: 50 } });
  list.open({ q: "8" });
  await settled();
  expect(known(list.state.get().rows).map(({ id }) => id)).toEqual([8, 18, 28, 38, 48]);
  expect(list.state.get()).toMatchObject({ stale: false, total: 5, complete: true });
  expect(list.state.get().of).toEqual({ q: "8" });
});

test("an error keeps what there is, and trying again goes on from there", async () => {
  const { service, list } = await opened(300);
  service.fails = true;
  list.need(160, 200);
  await settled();
  expect(list.state.get()).toMatchObject({ rows: { length: 100 }, error: { message: "no" } });
  service.fails = false;
  list.retry();
  await settled();
  expect(list.state.get()).toMatchObject({ rows: { length: 300 }, error: null, complete: true });
});

test("an error at the first rows begins anew", async () => {
  const service = new FakeItems(3);
  service.fails = true;
  const list = new ItemList(service);
  list.open({});
  await settled();
  expect(list.state.get()).toMatchObject({ stale: true, error: { message: "no" } });
  service.fails = false;
  list.retry();
  await settled();
  expect(list.state.get()).toMatchObject({ stale: false, error: null, total: 3 });
});

test("what waits shows in its rows, and what is sent while they are read", async () => {
  const { outbox } = unsentOf();
  const rows = (read: Rows, waiting: readonly Entry[]) =>
    read.map((one) => (one?.id === 2 && waiting.length > 0 ? { ...one, label: "Refund" } : one));
  const list = new ItemList(new FakeItems(3), { outbox: outbox.state, rows });
  const labels = () => known(list.state.get().rows).map(({ label }) => label);
  list.open({});
  await settled();
  outbox.add("a", { kind: "unlabel" }, { name: "", text: "" });
  expect(labels()).toEqual([null, "Refund", null]);
  outbox.cancel("a");
  expect(labels()).toEqual([null, null, null]);
  list.open({});
  list.settle({
    ...{ key: "", id: "", name: "", excerpt: "" },
    command: { kind: "unlabel" },
    refusal: null,
  });
  await settled();
  expect(labels()).toEqual([null, "Refund", null]);
});

/** The ids of some rows by their places. */
const ids = (list: ItemList, ...places: number[]) =>
  places.map((place) => list.state.get().rows[place]?.id ?? null);

test("who goes far sees what is there, then what is beside it, and reads nothing between", async () => {
  const { service, list } = await opened(20_000);
  list.need(19_960, 20_000);
  await settled();
  expect(service.reads).toEqual([":0+100", ":100>19860+100", ":100>19660+100", ":19860+100"]);
  expect(ids(list, 99, 100, 19_759, 19_760, 19_999)).toEqual([100, null, null, 19_761, 20_000]);
  expect(list.state.get()).toMatchObject({ complete: true, total: 20_000, reading: false });
  // Back up, row by row: each is read once.
  list.need(19_700, 19_740);
  await settled();
  expect(service.reads.slice(4)).toEqual([":100>19600+60", ":100>19400+100", ":19600+100"]);
  list.need(300, 340);
  await settled();
  expect(service.reads.slice(7)).toEqual([":100+500"]);
  expect(ids(list, 100, 599, 600)).toEqual([101, 600, null]);
});

test("where fewer match by now than did, the list ends where they end", async () => {
  const { service, list } = await opened(10_000);
  service.size = 9_940;
  list.need(9_950, 9_990);
  await settled();
  expect(length(list.state.get())).toBe(9_940);
  expect(ids(list, 9_939, 9_940)).toEqual([9_940, null]);
});

test("what is left between two stretches is closed, though it became shorter", async () => {
  const { service, list } = await opened(2_000);
  list.need(1_960, 2_000);
  await settled();
  service.size = 1_200;
  for (const place of [150, 1_100]) {
    list.need(place, place + 40);
    await settled();
  }
  expect(list.state.get().rows.every((row) => row !== null)).toBe(true);
  expect(ids(list, 1_199, 1_200)).toEqual([1_200, 1_761]);
  expect(list.state.get()).toMatchObject({ complete: true, total: 1_440 });
});

test("the first so many are read, however far somebody looks meanwhile", async () => {
  const { service, list } = await opened(3_000);
  const read = list.readFirst(1_200);
  list.need(2_960, 3_000);
  expect(await read).toBe(true);
  expect(
    list.state
      .get()
      .rows.slice(0, 1_200)
      .every((row) => row !== null),
  ).toBe(true);
  const other = list.readFirst(2_900);
  list.open({ q: "7" });
  expect(await other).toBe(false);
  service.fails = true;
  list.open({});
  expect(await list.readFirst(10)).toBe(false);
});
