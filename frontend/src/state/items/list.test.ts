import { expect, test } from "vitest";
import { FakeItems, row, settled } from "./fakes";
import { ItemList, length } from "./list";

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
  list.need(650);
  list.need(300);
  await settled();
  expect(service.reads).toEqual([":0+100", ":100+500", ":600+500"]);
  expect(list.state.get().rows.map(({ id }) => id)).toEqual(
    Array.from({ length: 1_100 }, (_, index) => index + 1),
  );
  expect(length(list.state.get())).toBe(2_000);
});

test("what was asked before stays until the first rows come, and comes no later", async () => {
  const { list } = await opened(50);
  list.open({ q: "7" });
  expect(list.state.get()).toMatchObject({ stale: true, rows: { length: 50 } });
  list.open({ q: "8" });
  await settled();
  expect(list.state.get().rows.map(({ id }) => id)).toEqual([8, 18, 28, 38, 48]);
  expect(list.state.get()).toMatchObject({ stale: false, total: 5, complete: true });
});

test("an error keeps what there is, and trying again goes on from there", async () => {
  const { service, list } = await opened(300);
  service.fails = true;
  list.need(200);
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

test("rows change in their places", async () => {
  const { list } = await opened(3);
  list.put([row(2, { label: "Refund" }), row(9, { label: "Refund" })]);
  expect(list.state.get().rows.map(({ id, label }) => [id, label])).toEqual([
    [1, null],
    [2, "Refund"],
    [3, null],
  ]);
});
