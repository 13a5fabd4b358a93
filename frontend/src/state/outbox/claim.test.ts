import { expect, test } from "vitest";
import { Claim } from "./claim";
import { handClock } from "../clock";
import { fakeBrowser, FakeService, labellingFor } from "../fakes";
import { OutboxStorage } from "./outbox-storage";
import { inMemory } from "../storage";

function setUp() {
  const open = fakeBrowser();
  const clock = handClock(1_000_000);
  const tab = async () => {
    await clock.advance(1_000);
    const claim = new Claim(open, clock);
    claim.start();
    return claim;
  };
  const holders = async (...tabs: Claim[]) => {
    await clock.advance(0);
    return tabs.map(({ holds }) => holds.get());
  };
  return { open, clock, tab, holders };
}

test("the tab that was open first labels, and a later one can take over", async () => {
  const { tab, holders } = setUp();
  const [first, second, third] = [await tab(), await tab(), await tab()];
  expect(await holders(first, second, third)).toEqual([true, false, false]);
  second.take();
  expect(await holders(first, second, third)).toEqual([false, true, false]);
  third.take();
  expect(await holders(first, second, third)).toEqual([false, false, true]);
  first.take();
  expect(await holders(first, second, third)).toEqual([true, false, false]);
  expect(await holders(await tab(), first)).toEqual([false, true]);
});

test("a tab that is gone is waited for by nobody", async () => {
  const { tab, holders } = setUp();
  const [first, second] = [await tab(), await tab()];
  first.stop();
  expect(await holders(second)).toEqual([false]);
  second.take();
  expect(await holders(second)).toEqual([true]);
  second.stop();
  expect(await holders(await tab())).toEqual([true]);
});

test("of tabs that a browser restores at the same moment one labels", async () => {
  const { open, clock, holders } = setUp();
  const tabs = Array.from({ length: 5 }, () => new Claim(open, clock));
  for (const tab of tabs) tab.start();
  expect((await holders(...tabs)).filter(Boolean)).toHaveLength(1);
});

test("a tab that takes over sends each answer once, and offers what the other one showed", async () => {
  const { clock } = setUp();
  const device = inMemory();
  const service = new FakeService(Array.from({ length: 20 }, (_, index) => index));
  const visit = () => labellingFor(service, clock, device);
  const first = visit();
  first.start();
  await clock.advance(0);
  service.down = true;
  for (const name of ["a", "b", "c"]) first.answer({ class: name });
  first.comment("why?");
  await clock.advance(500);

  const second = visit();
  service.down = false;
  first.handOver();
  first.outbox.end();
  second.start();
  await clock.advance(60_000);
  expect(service.received.map(({ kind }) => kind)).toEqual(["answer", "answer", "answer", "note"]);
  expect(service.standing()).toEqual({ 0: "a", 1: "b", 2: "c" });
  expect(new OutboxStorage(device, 1, 1).load()).toEqual([]);
  expect(service.released).toEqual([]);
  expect(second.current?.item.id).toBe(3);
});

test("a tab that has to stop while it starts has no heartbeat", async () => {
  const { clock } = setUp();
  const service = new FakeService([1, 2, 3]);
  const labelling = labellingFor(service, clock, inMemory());
  labelling.start();
  labelling.handOver();
  await clock.advance(60_000);
  expect(service.counted).toBe(1);
  expect(labelling.current).toBeNull();
});
