import { expect, test } from "vitest";
import { ApiError } from "../errors";
import { labellingFor } from "../fakes";
import { isFlagged } from "./flags";
import { range, setUp } from "./set-up";
import { inMemory } from "../storage";

test("an answer puts the next item on the screen in the same tick", async () => {
  const { say, screen, service, clock } = await setUp();
  expect(screen()).toBe(0);
  say("a");
  expect(screen()).toBe(1);
  await clock.advance(0);
  expect(service.standing()).toEqual({ 0: "a" });
});

test("a flag is known after a reload, sent or not, and when undo brings its item back", async () => {
  const { labelling, say, service, clock, device, leave } = await setUp();
  labelling.flag();
  say("a");
  labelling.flag();
  await clock.advance(0);
  service.down = true;
  labelling.flag();
  leave();
  service.down = false;
  const again = labellingFor(service, clock, device);
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
  const third = labellingFor(service, clock, inMemory());
  third.start();
  await clock.advance(0);
  const first = third.supply.state.get().queue;
  const held = [first.current!, ...first.upcoming];
  const known = held.filter((slot) => isFlagged(third.state.get(), slot));
  expect(known.map(({ item }) => item.id).sort(), "the service says").toEqual([0, 1]);
});

test("a second tap of the same hand is not for the text that the first one brought", async () => {
  const { labelling, say, clock } = await setUp();
  labelling.hand.shown();
  await clock.advance(1_000);
  labelling.hand.pointed();
  expect(labelling.hand.isPointedAt()).toBe(true);
  say("a");
  await clock.advance(10);
  labelling.hand.pointed();
  expect(labelling.hand.isPointedAt(), "not even painted").toBe(false);
  labelling.hand.shown();
  await clock.advance(149);
  labelling.hand.pointed();
  await clock.advance(500);
  expect(labelling.hand.isPointedAt(), "what counts is when it went down").toBe(false);
  labelling.hand.pointed();
  expect(labelling.hand.isPointedAt()).toBe(true);
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
  expect(service.received.map((command) => command.kind)).toEqual(["answer", "answer"]);
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

test("a reason goes after the skip, and undo takes both back", async () => {
  const { labelling, clock, service } = await setUp();
  service.down = true;
  labelling.skip();
  labelling.explain(labelling.past.last!.id, "No class fits");
  const waiting = () => labelling.outbox.state.get().waiting.map(({ command }) => command);
  expect(waiting()).toMatchObject([{ kind: "skip" }, { kind: "skip", reason: "No class fits" }]);
  expect(labelling.past.last!.made).toEqual({ kind: "skip", why: "No class fits" });
  labelling.undo();
  expect(waiting()).toEqual([]);
  service.down = false;
  await clock.advance(60_000);
  expect(labelling.current?.item.id).toBe(0);
});

test("any of the last decisions can be taken back, and the text on the screen comes after", async () => {
  const { say, labelling, screen, clock, service } = await setUp();
  say("a");
  say("b");
  say("c");
  await clock.advance(0);
  labelling.undo(labelling.past.state.get()[1]!.id);
  expect(screen()).toBe(1);
  say("right");
  expect(screen()).toBe(3);
  await clock.advance(0);
  expect(service.standing()).toEqual({ 0: "a", 1: "right", 2: "c" });
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

test("times: shown, first input, answered; each item anew", async () => {
  const { say, labelling, clock, service } = await setUp();
  labelling.hand.shown();
  await clock.advance(500);
  labelling.hand.input();
  await clock.advance(700);
  say("a");
  await clock.advance(100);
  labelling.hand.shown();
  await clock.advance(300);
  say("b");
  await clock.advance(0);
  const times = service.received.map((command) =>
    command.kind === "answer"
      ? [command.shownAt, command.firstInputAt, command.answeredAt].map(
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
  first.leave();
  const second = await setUp(30, first.device);
  expect(second.service.standing()).toEqual({ 0: "a" });
  expect(second.screen()).toBe(1);
});

test("a refused answer that is given up lets its item come again", async () => {
  const { say, labelling, clock, service, upcoming } = await setUp(3);
  service.refuse = new ApiError(422, "invalid", "no");
  say("a");
  await clock.advance(0);
  service.refuse = null;
  labelling.outbox.giveUp(labelling.outbox.state.get().refused[0]!.id);
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

test.each(["paused", "archived"] as const)(
  "a project that is %s is followed within seconds, and goes on with the text that was left",
  async (state) => {
    const { say, labelling, screen, clock, service } = await setUp();
    say("a");
    service.state = state;
    await clock.advance(4_100);
    expect(screen()).toBeUndefined();
    expect(labelling.supply.state.get().reason).toBe(state);
    expect(service.leased(), "the others go back").toEqual([1]);
    labelling.undo();
    say("b");
    await clock.advance(60_000);
    expect(service.standing()).toEqual({ 0: "a" });
    service.state = "active";
    await clock.advance(4_100);
    expect(screen()).toBe(1);
    say("b");
    await clock.advance(0);
    expect(service.standing()).toEqual({ 0: "a", 1: "b" });
  },
);

test("an answer that an archived project refuses is sent once it is brought back", async () => {
  const { say, labelling, clock, service } = await setUp();
  service.refuse = new ApiError(409, "archived", "The project is archived.");
  service.state = "archived";
  say("a");
  await clock.advance(4_100);
  expect(labelling.lost).toBe(1);
  expect(labelling.outbox.state.get().refused).toEqual([]);
  service.refuse = null;
  service.state = "active";
  await clock.advance(4_100);
  expect(service.standing()).toEqual({ 0: "a" });
});

test("the first answer of who is no longer in the project ends it, and stays on the device", async () => {
  const { say, labelling, clock, service, device } = await setUp();
  service.shutOut = true;
  say("a");
  await clock.advance(0);
  expect(labelling.state.get().shutOut).toBe(true);
  expect(labelling.lost).toBe(1);
  const asked = service.counted;
  await clock.advance(60_000);
  expect(service.counted, "nothing is asked any more").toBe(asked);
  const letIn = await setUp(30, device);
  expect(letIn.service.standing()).toEqual({ 0: "a" });
});

test("an item that is gone is not the project: its answer is refused, and others go on", async () => {
  const { say, labelling, clock, service } = await setUp();
  service.refuse = new ApiError(404, "not_found", "There is no item 0.");
  say("a");
  await clock.advance(0);
  expect(labelling.state.get().shutOut).toBe(false);
  expect(labelling.outbox.state.get().refused).toHaveLength(1);
});
