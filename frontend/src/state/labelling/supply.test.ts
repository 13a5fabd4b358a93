import { expect, test } from "vitest";
import { ApiError } from "../errors";
import { heldInMemory, labellingFor, SOMEONE } from "../fakes";
import { inMemory } from "../storage";
import { handClock } from "../clock";
import type { Labelling } from "./labelling";
import { held, isTaken } from "./queue";
import { range, setUp } from "./set-up";

test("the queue is refilled before it runs empty, and nothing comes twice", async () => {
  const { say, screen, upcoming, clock } = await setUp();
  const seen = [];
  for (let turn = 0; turn < 25; turn++) {
    seen.push(screen());
    say("a");
    expect(upcoming().length).toBeGreaterThan(0);
    await clock.advance(300);
  }
  expect(seen).toEqual(range(25));
});

test("with few items left an answer brings more, and nothing is asked for besides", async () => {
  const { say, screen, upcoming, clock, service } = await setUp();
  let asked = 0;
  const offered = service.assign.bind(service);
  service.assign = (wanted) => {
    asked++;
    return offered(wanted);
  };
  for (let turn = 0; turn < 20; turn++) {
    expect(screen()).toBe(turn);
    say("a");
    await clock.advance(300);
    expect(upcoming().length).toBeGreaterThanOrEqual(4);
  }
  expect(service.broughtMore).toBe(10);
  expect(asked).toBe(service.broughtMore);
  expect(service.leased()).toHaveLength(6);
});

const taken = (labelling: Labelling) =>
  held(labelling.supply.state.get().queue)
    .filter(isTaken)
    .map(({ item }) => item.id);

test("texts are taken along, kept in a new round and when the page closes, and given back", async () => {
  const { say, screen, upcoming, clock, service, labelling } = await setUp(120);
  await labelling.supply.along.take(50, 8, true);
  expect([screen(), ...upcoming()]).toEqual(range(50));
  service.round = 2;
  await clock.advance(10_000);
  expect(upcoming()).toEqual(range(50).slice(1));
  service.down = true;
  for (let turn = 0; turn < 10; turn++) {
    expect(screen()).toBe(turn);
    say("a");
    await clock.advance(300);
  }
  labelling.stop();
  service.down = false;
  labelling.start();
  await clock.advance(60_000);
  expect(Object.keys(service.standing())).toHaveLength(10);
  expect(service.released).toEqual([]);
  expect(taken(labelling)).toEqual(range(50).slice(10));
  await labelling.supply.along.giveBack();
  // And what it may have asked for while answers waited.
  expect(service.leased().filter((id) => id < 50)).toEqual(range(16).slice(10));
  expect(taken(labelling)).toEqual([]);
});

test("where the device keeps nothing, closing the page gives back what was taken along", async () => {
  const { labelling, clock, service } = await setUp(120);
  await labelling.supply.along.take(20, 8, false);
  labelling.stop();
  await clock.advance(0);
  expect(service.leased()).toEqual([0]);
});

test("what an earlier visit took along is there without a network, but for what it decided", async () => {
  const { device, service, clock, labelling, say, leave } = await setUp(60);
  await labelling.supply.along.take(20, 2, true);
  service.down = true;
  say("a");
  labelling.skip();
  const { queue, along } = labelling.supply.state.get();
  leave();
  const kept = { until: along!.until, slots: held(queue) };
  const again = labellingFor(service, clock, device, SOMEONE, kept);
  again.start();
  await clock.advance(5_000);
  expect(taken(again)).toEqual(range(20).slice(2));
  expect(again.current?.item.id).toBe(2);
  service.down = false;
  await clock.advance(60_000);
  expect(service.standing()).toEqual({ 0: "a" });
  await clock.advance(2 * 3_600_000);
  expect(taken(again)).toEqual([]);
  expect(again.supply.state.get().along).toBeNull();
  expect(again.current?.item.id).toBe(2);
});

test("leases of what was taken along aren't renewed", async () => {
  const { labelling, clock, service } = await setUp(60);
  await labelling.supply.along.take(20, 1, true);
  for (let turn = 0; turn < 6; turn++) {
    labelling.hand.input();
    await clock.advance(500_000);
  }
  expect(service.renewed).toEqual([]);
});

test("a refused answer brings what is next all the same", async () => {
  const { say, screen, clock, service, labelling } = await setUp();
  service.refuse = new ApiError(422, "invalid", "no");
  for (let turn = 0; turn < 8; turn++) {
    expect(screen()).toBe(turn);
    say("a");
    await clock.advance(300);
  }
  expect(labelling.outbox.state.get().refused).toHaveLength(8);
  expect(screen()).toBe(8);
});

test("faster than the network: items decided but not sent don't come again", async () => {
  const { say, screen, clock, service } = await setUp();
  service.down = true;
  for (let turn = 0; turn < 6; turn++) say("a");
  expect(screen()).toBeUndefined();
  service.down = false;
  await clock.advance(60_000);
  expect(screen()).toBe(6);
  expect(Object.keys(service.standing())).toHaveLength(6);
});

test("while answers are stuck on their way there is still enough to do", async () => {
  const { say, screen, service, clock } = await setUp();
  service.send = () => new Promise(() => {});
  for (let turn = 0; turn < 15; turn++) {
    expect(screen()).toBe(turn);
    say("a");
    await clock.advance(300);
  }
});

test("a new round exchanges what was prefetched, but never what is on the screen", async () => {
  const { labelling, screen, upcoming, clock, service } = await setUp();
  expect(upcoming()).toEqual([1, 2, 3, 4, 5]);
  service.ranking = [20, 21, 22, 23, 24, 25, ...range(20)];
  service.round = 2;
  await clock.advance(4_100);
  expect(screen()).toBe(0);
  expect(upcoming().slice(0, 4)).toEqual([20, 21, 22, 23]);
  expect(service.leased()).not.toContain(1);
  expect(labelling.past.state.get()).toEqual([]);
});

test("what undo brought back is not exchanged", async () => {
  const { say, labelling, screen, upcoming, clock, service } = await setUp();
  say("a");
  say("b");
  await clock.advance(0);
  labelling.undo();
  labelling.undo();
  await clock.advance(0);
  service.ranking = [20, 21, 22, 23, 24, 25, ...range(20)];
  service.round = 2;
  await clock.advance(4_100);
  expect(screen()).toBe(0);
  expect(upcoming()[0]).toBe(1);
  expect(upcoming()).toContain(20);
});

test("a fast annotator finds a next item while an exchange is under way", async () => {
  const { say, screen, upcoming, clock, service } = await setUp();
  const offered = service.assign.bind(service);
  service.assign = async (wanted) => {
    const offer = await offered(wanted);
    service.assign = offered;
    for (let turn = 0; turn < 4; turn++) say("quick");
    expect(screen()).toBe(4);
    return offer;
  };
  service.ranking = [20, 21, 22, 23, 24, 25, ...range(20)];
  service.round = 2;
  await clock.advance(4_500);
  expect(screen()).toBe(4);
  expect(upcoming()[0]).toBe(20);
});

test("leases are renewed at half time, and a lost one leaves the queue but not the screen", async () => {
  const { labelling, screen, upcoming, clock, service } = await setUp();
  service.renew = async (id) => {
    service.renewed.push(id);
    return null;
  };
  await clock.advance(800_000);
  expect(service.renewed).toEqual([]);
  labelling.hand.input();
  await clock.advance(120_000);
  expect(service.renewed.length).toBeGreaterThan(5);
  expect(screen()).toBe(0);
  expect(upcoming()).not.toContain(1);
});

test("leases are not renewed for someone who went away", async () => {
  const { clock, service } = await setUp();
  await clock.advance(3_000_000);
  expect(service.renewed).toEqual([]);
});

test("leaving gives back what was only prefetched", async () => {
  const { labelling, clock, service } = await setUp();
  labelling.stop();
  await clock.advance(0);
  expect(service.leased()).toEqual([0]);
});

test("what is skipped and on its way is not said to be with colleagues", async () => {
  const { labelling, screen, service, clock } = await setUp(2);
  service.send = () => new Promise(() => {});
  labelling.skip();
  labelling.skip();
  await clock.advance(100);
  expect(screen()).toBeUndefined();
  expect(labelling.supply.state.get().reason).toBeNull();
  service.assign = () => Promise.resolve({ assignments: [], reason: "done", retryAfter: null });
  await clock.advance(1_100);
  expect(labelling.supply.state.get().reason).toBe("done");
});

test("what was skipped is there again once people are asked about it again", async () => {
  const { labelling, say, screen, service, clock } = await setUp(2);
  labelling.skip();
  say("a");
  await clock.advance(300);
  expect(screen()).toBeUndefined();
  service.askAgain(0);
  await clock.advance(61_000);
  expect(screen()).toBe(0);
});

test("what is on its way isn't asked about again although its lease ran out", async () => {
  const { say, screen, queue, service, clock } = await setUp(2);
  const lease = queue().current!.id;
  service.send = () => new Promise(() => {});
  say("a");
  say("a");
  await service.giveBack([lease]);
  await clock.advance(61_000);
  expect(service.leased()).toContain(0);
  expect(screen()).toBeUndefined();
});

test("a tab that is loaded without a network goes on with what it held, else it asks", async () => {
  const { service } = await setUp();
  const [clock, device, held] = [handClock(), inMemory(), heldInMemory()];
  const visit = async () => {
    const labelling = labellingFor(service, clock, device, SOMEONE, null, held);
    labelling.start();
    await clock.advance(0);
    return labelling;
  };
  const first = await visit();
  const shown = first.current?.item.id;
  service.down = true;
  first.stop();
  await clock.advance(0);
  const second = await visit();
  expect(second.current?.item.id).toBe(shown);
  second.answer({ class: "a" });
  second.stop();
  await clock.advance(0);
  const third = await visit();
  expect(third.current?.item.id).not.toBe(shown);
  service.down = false;
  third.stop();
  await clock.advance(0);
  expect(held.read()).toEqual([]);
});
