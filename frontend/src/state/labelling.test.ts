import { expect, test } from "vitest";
import { ApiError } from "@/api/errors";
import { handClock } from "./clock";
import { FakeService, SOMEONE } from "./fakes";
import { isFlagged } from "./flags";
import { Labelling } from "./labelling";
import { inMemory } from "./storage";

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

async function setUp(items = 30, device = inMemory()) {
  const clock = handClock(1_000_000);
  const service = new FakeService(range(items));
  const labelling = new Labelling({ service, clock, storage: device, ...SOMEONE });
  labelling.start();
  await clock.advance(0);
  const say = (name: string) => labelling.answer({ class: name });
  const queue = () => labelling.supply.state.get().queue;
  const screen = () => queue().current?.item.id;
  const upcoming = () => queue().upcoming.map(({ item }) => item.id);
  return { clock, service, labelling, say, screen, upcoming, queue, device };
}

test("an answer puts the next item on the screen in the same tick", async () => {
  const { say, screen, service, clock } = await setUp();
  expect(screen()).toBe(0);
  say("a");
  expect(screen()).toBe(1);
  await clock.advance(0);
  expect(service.standing()).toEqual({ 0: "a" });
});

test("a flag is known after a reload, sent or not, and when undo brings its item back", async () => {
  const { labelling, say, service, clock, device } = await setUp();
  labelling.flag();
  say("a");
  labelling.flag();
  await clock.advance(0);
  service.down = true;
  labelling.flag();
  labelling.stop();
  service.down = false;
  const again = new Labelling({ service, clock, storage: device, ...SOMEONE });
  again.start();
  await clock.advance(0);
  const flagged = () => isFlagged(again.state.get(), again.current!);
  expect(again.current?.item.id).toBe(1);
  expect(flagged(), "taken back, unsent").toBe(false);
  again.flag();
  again.undo();
  expect(again.current?.item.id).toBe(0);
  expect(flagged(), "brought back by undo").toBe(true);
  await clock.advance(0);
  again.stop();
  const third = new Labelling({ service, clock, storage: inMemory(), ...SOMEONE });
  third.start();
  await clock.advance(0);
  const first = third.supply.state.get().queue;
  const held = [first.current!, ...first.upcoming];
  const known = held.filter((slot) => isFlagged(third.state.get(), slot));
  expect(known.map(({ item }) => item.id).sort(), "the service says").toEqual([0, 1]);
});

test("a second tap of the same hand is not for the text that the first one brought", async () => {
  const { labelling, say, clock } = await setUp();
  labelling.shown();
  await clock.advance(1_000);
  labelling.pointed();
  expect(labelling.isPointedAt()).toBe(true);
  say("a");
  await clock.advance(10);
  labelling.pointed();
  expect(labelling.isPointedAt(), "not even painted").toBe(false);
  labelling.shown();
  await clock.advance(149);
  labelling.pointed();
  await clock.advance(500);
  expect(labelling.isPointedAt(), "what counts is when it went down").toBe(false);
  labelling.pointed();
  expect(labelling.isPointedAt()).toBe(true);
});

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

test("undo brings a sent answer back, retracts it, and a new answer replaces it", async () => {
  const { say, screen, labelling, clock, service, queue } = await setUp();
  say("a");
  await clock.advance(0);
  labelling.undo();
  expect(screen()).toBe(0);
  expect(queue().current?.undone).toEqual({ kind: "answer", answer: { class: "a" } });
  await clock.advance(0);
  expect(service.standing()).toEqual({});
  say("b");
  expect(screen()).toBe(1);
  await clock.advance(0);
  expect(service.standing()).toEqual({ 0: "b" });
});

test("an answer taken back before it was sent never reaches the service", async () => {
  const { say, labelling, clock, service } = await setUp();
  service.down = true;
  say("first");
  await clock.advance(0);
  say("slip");
  labelling.undo();
  say("right");
  service.down = false;
  await clock.advance(60_000);
  expect(service.received.map((deed) => deed.kind)).toEqual(["answer", "answer"]);
  expect(service.standing()).toEqual({ 0: "first", 1: "right" });
});

test("answer, undo, answer without a network arrives as it was meant", async () => {
  const { say, labelling, clock, service } = await setUp();
  service.down = true;
  say("slip");
  await clock.advance(100);
  labelling.undo();
  say("right");
  say("next");
  service.down = false;
  await clock.advance(60_000);
  expect(service.standing()).toEqual({ 0: "right", 1: "next" });
});

test("undo reaches back over twenty decisions, redo goes forward again", async () => {
  const { say, labelling, screen, clock, service } = await setUp(60);
  for (const id of range(25)) {
    say(`c${id}`);
    await clock.advance(100);
  }
  for (let turn = 0; turn < 30; turn++) labelling.undo();
  expect(screen()).toBe(5);
  await clock.advance(1_000);
  expect(Object.keys(service.standing())).toEqual(["0", "1", "2", "3", "4"]);
  for (let turn = 0; turn < 30; turn++) labelling.redo();
  await clock.advance(1_000);
  expect(service.standing()).toEqual(Object.fromEntries(range(25).map((id) => [id, `c${id}`])));
  expect(screen()).toBe(25);
});

test("a skip can be undone and answered", async () => {
  const { say, labelling, screen, clock, service } = await setUp();
  labelling.skip();
  await clock.advance(0);
  expect(screen()).toBe(1);
  labelling.undo();
  expect(screen()).toBe(0);
  say("a");
  await clock.advance(0);
  expect(service.standing()).toEqual({ 0: "a" });
});

test("a flag can be taken back, also once undo has brought its item back", async () => {
  const { say, labelling, clock, service } = await setUp();
  const flags = async () => {
    await clock.advance(0);
    return service.received.flatMap(({ kind }) =>
      kind === "note" || kind === "unflag" ? [kind] : [],
    );
  };
  const flagged = () => isFlagged(labelling.state.get(), labelling.current!);
  labelling.flag();
  expect(flagged()).toBe(true);
  labelling.flag();
  expect(flagged()).toBe(false);
  expect(await flags()).toEqual(["note", "unflag"]);
  labelling.flag();
  say("a");
  labelling.undo();
  labelling.flag();
  expect(flagged()).toBe(false);
  expect(await flags()).toEqual(["note", "unflag", "note", "unflag"]);
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
  expect(labelling.state.get().past).toEqual([]);
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
  labelling.input();
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

test("times: shown, first input, answered; each item anew", async () => {
  const { say, labelling, clock, service } = await setUp();
  labelling.shown();
  await clock.advance(500);
  labelling.input();
  await clock.advance(700);
  say("a");
  await clock.advance(100);
  labelling.shown();
  await clock.advance(300);
  say("b");
  await clock.advance(0);
  const times = service.received.map((deed) =>
    deed.kind === "answer"
      ? [deed.shownAt, deed.firstInputAt, deed.answeredAt].map(
          (at) => Date.parse(at ?? "") - 1_000_000,
        )
      : [],
  );
  expect(times).toEqual([
    [0, 500, 1_200],
    [1_300, 1_600, 1_600],
  ]);
});

test("answers that an earlier visit left are sent, and their items don't come again", async () => {
  const first = await setUp();
  first.service.down = true;
  first.say("a");
  await first.clock.advance(0);
  first.labelling.stop();
  const second = await setUp(30, first.device);
  expect(second.service.standing()).toEqual({ 0: "a" });
  expect(second.screen()).toBe(1);
});

test("leaving gives back what was only prefetched", async () => {
  const { labelling, clock, service } = await setUp();
  labelling.stop();
  await clock.advance(0);
  expect(service.leased()).toEqual([0]);
});

test("a refused answer that is given up lets its item come again", async () => {
  const { say, labelling, clock, service, upcoming } = await setUp(3);
  service.refuse = new ApiError(422, "invalid", "no");
  say("a");
  await clock.advance(0);
  service.refuse = null;
  labelling.giveUp(labelling.outbox.state.get().refused[0]!);
  await clock.advance(0);
  expect(upcoming()).toContain(0);
});

test("figures follow the hand, and the service's counts when they come", async () => {
  const { say, labelling, clock, service } = await setUp();
  say("a");
  say("b");
  expect(labelling.progress.get()).toMatchObject({ since: 2 });
  service.labels = 2;
  await clock.advance(4_100);
  expect(labelling.progress.get()).toMatchObject({ since: 0, counts: { labels: 2 } });
  labelling.undo();
  expect(labelling.progress.get().since).toBe(-1);
});
