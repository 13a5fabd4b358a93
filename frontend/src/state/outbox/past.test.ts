import { expect, test } from "vitest";
import { handClock } from "../clock";
import { FakeService, labellingFor } from "../fakes";
import { forgetPast, Past } from "./past";
import { inMemory, type KeyValue } from "../storage";

const HOUR = 3_600_000;

function setUp(storage: KeyValue = inMemory()) {
  const clock = handClock(1_000_000);
  const service = new FakeService(Array.from({ length: 60 }, (_, index) => index));
  const visit = async (whose = { userId: 1, projectId: 1 }) => {
    const labelling = labellingFor(service, clock, storage, whose);
    labelling.start();
    await clock.advance(0);
    return labelling;
  };
  return { clock, service, storage, visit };
}

/** Answers so many items, and reloads the page. */
async function answered(count: number, { clock, visit }: ReturnType<typeof setUp>) {
  const labelling = await visit();
  for (let turn = 0; turn < count; turn++) {
    labelling.answer({ class: `c${turn}` });
    await clock.advance(300);
  }
  labelling.handOver();
  labelling.outbox.end();
  return visit();
}

test("a reload doesn't end undo: what was sent is retracted and can be answered anew", async () => {
  const world = setUp();
  const labelling = await answered(3, world);
  labelling.undo();
  expect(labelling.current?.item.id).toBe(2);
  await world.clock.advance(0);
  expect(world.service.standing()).toEqual({ 0: "c0", 1: "c1" });
  labelling.answer({ class: "right" });
  await world.clock.advance(0);
  expect(world.service.standing()).toEqual({ 0: "c0", 1: "c1", 2: "right" });
});

test("what waited when the page was reloaded is taken back too", async () => {
  const world = setUp();
  world.service.down = true;
  const offline = await world.visit();
  world.service.down = false;
  await offline.supply.refill();
  world.service.down = true;
  offline.answer({ class: "slip" });
  offline.handOver();
  offline.outbox.end();
  const labelling = await world.visit();
  labelling.undo();
  expect(labelling.current?.item.id).toBe(0);
  world.service.down = false;
  await world.clock.advance(60_000);
  expect(world.service.standing()).toEqual({});
});

test("what was taken back on another device meanwhile comes once", async () => {
  const world = setUp();
  (await answered(3, world)).stop();
  const last = world.service.received.at(-1)!;
  await world.service.send({ id: last.id, command: { kind: "retract" } });
  const labelling = await world.visit();
  const upcoming = () => labelling.supply.state.get().queue.upcoming.map(({ item }) => item.id);
  expect([labelling.current!.item.id, ...upcoming()]).toContain(2);
  labelling.undo();
  expect(labelling.current?.item.id).toBe(2);
  expect(upcoming()).not.toContain(2);
});

test("the device keeps the last five, and none that was taken back", async () => {
  const world = setUp();
  const labelling = await answered(12, world);
  expect(labelling.past.state.get().map(({ slot }) => slot.item.id)).toEqual([7, 8, 9, 10, 11]);
  for (let turn = 0; turn < 5; turn++) labelling.undo();
  expect(labelling.past.state.get()).toEqual([]);
  expect(world.storage.keys().filter((key) => key.startsWith("postil.past"))).toEqual([]);
});

test("the past is of one person in one project, for half a day, until they sign out", async () => {
  const world = setUp();
  await answered(2, world);
  const reaches = async (...whose: Parameters<typeof world.visit>) =>
    (await world.visit(...whose)).past.state.get().length;
  expect(await reaches()).toBe(2);
  expect(await reaches({ userId: 2, projectId: 1 })).toBe(0);
  expect(await reaches({ userId: 1, projectId: 2 })).toBe(0);
  await world.clock.advance(13 * HOUR);
  expect(await reaches()).toBe(0);

  const other = setUp();
  await answered(2, other);
  const { storage, clock } = other;
  const own = () => new Past({ storage, clock, userId: 1, projectId: 1, screen: "own" });
  own().push({ id: "a" });
  expect((await other.visit()).past.state.get()).toHaveLength(2);
  forgetPast(other.storage);
  expect(own().last).toBeUndefined();
  expect((await other.visit()).past.state.get()).toEqual([]);
});

test("a device that is full keeps no past rather than an old one", async () => {
  const device = inMemory();
  let full = false;
  const world = setUp({ ...device, write: (key, value) => !full && device.write(key, value) });
  const labelling = await world.visit();
  labelling.answer({ class: "a" });
  full = true;
  labelling.answer({ class: "b" });
  await world.clock.advance(0);
  expect((await world.visit()).past.state.get()).toEqual([]);
});
