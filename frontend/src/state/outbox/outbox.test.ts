import { expect, test } from "vitest";
import { ApiError, Unreachable } from "../errors";
import { handClock } from "../clock";
import type { Command, Given } from "./commands";
import { Claim } from "./claim";
import { alone, fakeBrowser, outboxFor } from "../fakes";
import { onThisDevice, OutboxStorage, projectsOf } from "./outbox-storage";
import { savedWords } from "./sent";
import { inMemory, type KeyValue } from "../storage";

const ANSWER: Given = {
  kind: "answer",
  itemId: 1,
  assignmentId: 1,
  answer: { class: "refund" },
  shownAt: null,
  firstInputAt: null,
  answeredAt: "2026-11-25T10:00:00.000Z",
};
const TEXT = { name: "refund", text: "text" };

function setUp(device: KeyValue = inMemory(), claim = alone()) {
  const clock = handClock();
  const sent: string[] = [];
  const service: { error: Error | null } = { error: null };
  const signedOut = { times: 0 };
  const outcomes: string[] = [];
  const whose = { userId: 7, projectId: 3, device };
  const outbox = outboxFor(whose, {
    ...{ claim, clock },
    send: async ({ id, command }) => {
      if (service.error) throw service.error;
      sent.push(command.kind === "answer" ? id : `${command.kind} ${id}`);
    },
    onSignedOut: () => signedOut.times++,
  });
  outbox.listen(({ id }, { is }) => outcomes.push(`${id} ${is}`));
  const add = (id: string, command: Command = ANSWER) => outbox.add(id, command, TEXT);
  const says = () => savedWords(outbox.state.get()).words;
  return { clock, sent, service, outbox, device, signedOut, outcomes, add, says };
}

test("commands are sent in the order they were done, and leave the device when taken", async () => {
  const { add, clock, sent, device } = setUp();
  for (const id of ["a", "b", "c"]) add(id);
  expect(device.keys()).toHaveLength(3);
  await clock.advance(0);
  expect(sent).toEqual(["a", "b", "c"]);
  expect(device.keys()).toEqual([]);
});

test("without a network everything waits, and goes out in order when it is back", async () => {
  const { add, says, outbox, clock, sent, service } = setUp();
  service.error = new Unreachable();
  add("a");
  add("a", { kind: "retract" });
  add("b");
  await clock.advance(60_000);
  expect(sent).toEqual([]);
  expect(says()).toBe("Offline: 1\u00a0answer kept on this device");
  service.error = null;
  outbox.hurry();
  await clock.advance(0);
  expect(sent).toEqual(["a", "retract a", "b"]);
  expect(says()).toBe("✓ saved");
});

test("it tries again by itself, and more slowly each time", async () => {
  const { add, clock, sent, service } = setUp();
  service.error = new ApiError(503, "unavailable", "busy");
  add("a");
  await clock.advance(500);
  service.error = null;
  expect(sent).toEqual([]);
  await clock.advance(600);
  expect(sent).toEqual(["a"]);
});

test.each([
  new ApiError(507, "disk_full", "The disk is full."),
  new ApiError(500, "internal", "Something broke."),
  new Unreachable(),
])("an outage of 40 s is over for the page within 3 s: %s", async (error) => {
  const { add, clock, sent, service } = setUp();
  service.error = error;
  add("a");
  await clock.advance(40_000);
  service.error = null;
  await clock.advance(3_000);
  expect(sent).toEqual(["a"]);
});

test("a service that asks for patience is tried ever more seldom", async () => {
  const attempts: number[] = [];
  const clock = handClock();
  const outbox = outboxFor(
    { userId: 7, projectId: 3, device: inMemory() },
    {
      clock,
      send: async () => {
        attempts.push(clock.now());
        throw new ApiError(429, "too_many_requests", "Too many.");
      },
    },
  );
  outbox.add("a", ANSWER, TEXT);
  await clock.advance(40_000);
  expect(attempts).toEqual([0, 1_000, 3_000, 7_000, 15_000, 30_000]);
});

test("what waited survives a reload, before anything new", async () => {
  const first = setUp();
  first.service.error = new Unreachable();
  first.add("a");
  await first.clock.advance(0);
  first.outbox.stop();
  expect(onThisDevice(first.device)).toHaveLength(1);
  expect([...projectsOf(first.device, 7)]).toEqual([3]);

  const second = setUp(first.device);
  second.add("b");
  await second.clock.advance(0);
  expect(second.sent).toEqual(["a", "b"]);
});

test("the order holds over any number of visits", async () => {
  const device = inMemory();
  for (const id of ["a", "b", "c", "d", "e", "f"]) {
    const visit = setUp(device);
    visit.service.error = new Unreachable();
    visit.add(id);
    visit.outbox.stop();
  }
  const last = setUp(device);
  last.outbox.resume();
  await last.clock.advance(0);
  expect(last.sent).toEqual(["a", "b", "c", "d", "e", "f"]);
});

test("another person on the same device doesn't send it", async () => {
  const first = setUp();
  first.service.error = new Unreachable();
  first.add("a");
  expect(new OutboxStorage(first.device, 8, 3).load()).toEqual([]);
  expect(new OutboxStorage(first.device, 7, 3).load()).toHaveLength(1);
});

test("a refused answer is set aside with the reason and doesn't hold up the rest", async () => {
  const { add, says, outbox, clock, sent, service } = setUp();
  service.error = new ApiError(422, "invalid", "There is no class “refund”.");
  add("a");
  await clock.advance(0);
  service.error = null;
  add("b");
  await clock.advance(0);
  expect(sent).toEqual(["b"]);
  const [refused] = outbox.state.get().refused;
  expect(refused?.refusal).toBe("There is no class “refund”.");
  expect(says()).toBe("Couldn't save 1\u00a0answer. See why");

  outbox.retry(refused!.id);
  await clock.advance(0);
  expect(sent).toEqual(["b", "a"]);
  expect(outbox.state.get().refused).toEqual([]);
});

test("a refused answer that was taken back meanwhile is nobody's trouble", async () => {
  const { add, outbox, clock, service } = setUp();
  service.error = new ApiError(422, "invalid", "no");
  add("a");
  add("a", { kind: "retract" });
  await clock.advance(0);
  expect(outbox.state.get()).toMatchObject({ waiting: [], refused: [] });
});

test("a skip of a lease that had ended is dropped", async () => {
  const { add, outbox, clock, service } = setUp();
  service.error = new ApiError(409, "lease_ended", "ended");
  add("s", { kind: "skip", assignmentId: 4 });
  await clock.advance(0);
  expect(outbox.state.get()).toMatchObject({ waiting: [], refused: [] });
});

test("signed out: nothing is lost, and sending stops", async () => {
  const { add, clock, service, device, signedOut } = setUp();
  service.error = new ApiError(401, "unauthorized", "no");
  add("a");
  await clock.advance(60_000);
  expect(signedOut.times).toBe(1);
  expect(device.keys()).toHaveLength(1);
});

test("only what no request has carried can be cancelled", async () => {
  const { add, outbox, clock, service } = setUp();
  service.error = new Unreachable();
  add("a");
  add("b");
  await clock.advance(0);
  expect(outbox.cancel("a")).toBe(false);
  expect(outbox.cancel("b")).toBe(true);
  expect(outbox.state.get().waiting.map(({ id }) => id)).toEqual(["a"]);
});

const label = (...items: number[]): Command => ({
  ...{ kind: "label", items, answer: { class: "refund" }, at: "2026-11-25T10:00:00.000Z" },
  by: "Ann",
});

test("of what goes out in parts those that are left are taken back, and what has gone", async () => {
  const { add, outbox, clock, sent, service } = setUp();
  add("a", label(1, 2));
  add("a", label(3));
  await clock.advance(0);
  service.error = new Unreachable();
  add("b", label(4));
  add("b", label(5));
  await clock.advance(0);
  outbox.takeBack("a", { kind: "unlabel" }, TEXT);
  outbox.takeBack("b", { kind: "unlabel" }, TEXT);
  service.error = null;
  await clock.advance(60_000);
  expect(sent).toEqual(["label a", "label a", "label b", "unlabel a", "unlabel b"]);
});

test("parts are refused, tried again and given up as one", async () => {
  const { add, says, outbox, clock, sent, service, outcomes } = setUp();
  service.error = new ApiError(422, "invalid", "There is no class “refund”.");
  add("a", label(1, 2));
  add("a", label(3));
  await clock.advance(0);
  expect(says()).toBe("Couldn't save 1\u00a0change. See why");
  expect(outbox.state.get().refused.map(({ refusal }) => refusal)).toEqual(
    Array(2).fill(service.error.message),
  );
  service.error = null;
  outbox.retry("a");
  await clock.advance(0);
  expect(sent).toEqual(["label a", "label a"]);
  service.error = new ApiError(422, "invalid", "no");
  add("b", label(1));
  await clock.advance(0);
  outbox.giveUp("b");
  expect(outcomes.slice(-2)).toEqual(["b refused", "b dropped"]);
  expect(outbox.state.get().refused).toEqual([]);
});

test("what is taken back and never arrived is nobody's trouble, a refusal of it is", async () => {
  const { add, outbox, clock, service } = setUp();
  service.error = new ApiError(404, "not_found", "Nothing was decided.");
  add("a", { kind: "unlabel" });
  await clock.advance(0);
  expect(outbox.state.get()).toMatchObject({ waiting: [], refused: [] });
  service.error = new ApiError(403, "forbidden", "For engineers.");
  add("b", { kind: "unlabel" });
  await clock.advance(0);
  expect(outbox.state.get().refused).toHaveLength(1);
});

test("of two tabs the one sends in which something was done last; both know what waits", async () => {
  const device = inMemory();
  const open = fakeBrowser();
  const clock = handClock(1_000);
  const tab = () => setUp(device, new Claim(open, clock));
  const [first, second] = [tab(), tab()];
  for (const { outbox } of [first, second]) {
    outbox.start();
    await clock.advance(1_000);
  }
  second.add("a");
  await second.clock.advance(1_000);
  expect([first.sent, second.sent]).toEqual([[], ["a"]]);
  first.service.error = new Unreachable();
  first.add("b");
  await first.clock.advance(0);
  second.outbox.refresh();
  expect(second.outbox.state.get().waiting).toHaveLength(1);
  await second.clock.advance(60_000);
  expect(second.sent, "it is the other's to send").toEqual(["a"]);
  first.service.error = null;
  await first.clock.advance(60_000);
  second.outbox.refresh();
  expect(second.outcomes.at(-1)).toBe("b sent");
  expect(second.outbox.state.get().waiting).toEqual([]);
});

test("an answer that the device refused isn't taken for one that another tab has sent", async () => {
  const device = inMemory();
  const full = { ...device, write: () => false };
  const storage = { ...device, write: (key: string, value: string) => room.write(key, value) };
  let room: KeyValue = full;
  const { add, outbox, clock, sent, service } = setUp(storage);
  service.error = new Unreachable();
  add("a");
  room = device;
  add("b");
  expect(outbox.state.get().kept).toBe(false);
  service.error = null;
  outbox.hurry();
  await clock.advance(60_000);
  expect(sent).toEqual(["a", "b"]);
});

test("while another tab sends, this one sends only what the device doesn't keep", async () => {
  const device = inMemory();
  let full = false;
  const write = (key: string, value: string) => !full && device.write(key, value);
  const claim = alone();
  const { add, clock, sent, service } = setUp({ ...device, write }, claim);
  service.error = new Unreachable();
  add("a");
  full = true;
  add("b");
  claim.holds.set(false);
  service.error = null;
  await clock.advance(60_000);
  expect(sent).toEqual(["b"]);
  expect(new OutboxStorage(device, 7, 3).load()).toHaveLength(1);
});
