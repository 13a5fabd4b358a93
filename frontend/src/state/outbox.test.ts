import { expect, test } from "vitest";
import { ApiError, Unreachable } from "@/api/errors";
import { handClock } from "./clock";
import { Outbox, savedWords } from "./outbox";
import { type Deed, OutboxStorage, waitingOnDevice } from "./outbox-storage";
import { inMemory, type KeyValue } from "./storage";

const answer = (annotation: string): Deed => ({
  kind: "answer",
  annotation,
  itemId: 1,
  assignmentId: 1,
  answer: { class: "refund" },
  shownAt: null,
  firstInputAt: null,
  answeredAt: "2026-11-25T10:00:00.000Z",
});

function setUp(device: KeyValue = inMemory()) {
  const clock = handClock();
  const sent: Deed[] = [];
  const service: { error: Error | null } = { error: null };
  const signedOut = { times: 0 };
  const outbox = new Outbox({
    storage: new OutboxStorage(device, 7, 3),
    clock,
    send: async (deed) => {
      if (service.error) throw service.error;
      sent.push(deed);
    },
    onSignedOut: () => signedOut.times++,
    onMissing: async () => {},
  });
  return { clock, sent, service, outbox, device, signedOut };
}

const ids = (deeds: Deed[]) =>
  deeds.map((deed) => (deed.kind === "answer" ? deed.annotation : deed.kind));

test("deeds are sent in the order they were done, and leave the device when taken", async () => {
  const { outbox, clock, sent, device } = setUp();
  for (const id of ["a", "b", "c"]) outbox.add(answer(id), "text");
  expect(device.keys()).toHaveLength(3);
  await clock.advance(0);
  expect(ids(sent)).toEqual(["a", "b", "c"]);
  expect(device.keys()).toEqual([]);
});

test("without a network everything waits, and goes out in order when it is back", async () => {
  const { outbox, clock, sent, service } = setUp();
  service.error = new Unreachable();
  outbox.add(answer("a"), "text");
  outbox.add({ kind: "retract", annotation: "a" }, "text");
  outbox.add(answer("b"), "text");
  await clock.advance(60_000);
  expect(sent).toEqual([]);
  expect(savedWords(outbox.state.get(), true).words).toBe(
    "Offline: 1\u00a0answer kept on this device",
  );
  service.error = null;
  outbox.hurry();
  await clock.advance(0);
  expect(ids(sent)).toEqual(["a", "retract", "b"]);
  expect(savedWords(outbox.state.get(), true).words).toBe("✓ saved");
});

test("it tries again by itself, and more slowly each time", async () => {
  const { outbox, clock, sent, service } = setUp();
  service.error = new ApiError(503, "unavailable", "busy");
  outbox.add(answer("a"), "text");
  await clock.advance(500);
  service.error = null;
  expect(sent).toEqual([]);
  await clock.advance(600);
  expect(ids(sent)).toEqual(["a"]);
});

test("what waited survives a reload, before anything new", async () => {
  const first = setUp();
  first.service.error = new Unreachable();
  first.outbox.add(answer("a"), "text");
  await first.clock.advance(0);
  first.outbox.stop();
  expect(waitingOnDevice(first.device)).toBe(1);

  const second = setUp(first.device);
  second.outbox.add(answer("b"), "text");
  await second.clock.advance(0);
  expect(ids(second.sent)).toEqual(["a", "b"]);
});

test("the order holds over any number of visits", async () => {
  const device = inMemory();
  for (const id of ["a", "b", "c", "d", "e", "f"]) {
    const visit = setUp(device);
    visit.service.error = new Unreachable();
    visit.outbox.add(answer(id), "text");
    visit.outbox.stop();
  }
  const last = setUp(device);
  last.outbox.resume();
  await last.clock.advance(0);
  expect(ids(last.sent)).toEqual(["a", "b", "c", "d", "e", "f"]);
});

test("another person on the same device doesn't send it", async () => {
  const first = setUp();
  first.service.error = new Unreachable();
  first.outbox.add(answer("a"), "text");
  expect(new OutboxStorage(first.device, 8, 3).load()).toEqual([]);
  expect(new OutboxStorage(first.device, 7, 3).load()).toHaveLength(1);
});

test("a refused answer is set aside with the reason and doesn't hold up the rest", async () => {
  const { outbox, clock, sent, service } = setUp();
  service.error = new ApiError(422, "invalid", "There is no class “refund”.");
  outbox.add(answer("a"), "text");
  await clock.advance(0);
  service.error = null;
  outbox.add(answer("b"), "text");
  await clock.advance(0);
  expect(ids(sent)).toEqual(["b"]);
  const [refused] = outbox.state.get().refused;
  expect(refused?.refusal).toBe("There is no class “refund”.");
  expect(savedWords(outbox.state.get(), true).words).toBe(
    "Couldn't save 1\u00a0answer. Look at it",
  );

  outbox.retry(refused!);
  await clock.advance(0);
  expect(ids(sent)).toEqual(["b", "a"]);
  expect(outbox.state.get().refused).toEqual([]);
});

test("a refused answer that was taken back meanwhile is nobody's trouble", async () => {
  const { outbox, clock, service } = setUp();
  service.error = new ApiError(422, "invalid", "no");
  outbox.add(answer("a"), "text");
  outbox.add({ kind: "retract", annotation: "a" }, "text");
  await clock.advance(0);
  expect(outbox.state.get()).toMatchObject({ waiting: [], refused: [] });
});

test("a skip of a lease that had ended is dropped", async () => {
  const { outbox, clock, service } = setUp();
  service.error = new ApiError(409, "lease_ended", "ended");
  outbox.add({ kind: "skip", assignmentId: 4 }, "text");
  await clock.advance(0);
  expect(outbox.state.get()).toMatchObject({ waiting: [], refused: [] });
});

test("signed out: nothing is lost, and sending stops", async () => {
  const { outbox, clock, service, device, signedOut } = setUp();
  service.error = new ApiError(401, "unauthorized", "no");
  outbox.add(answer("a"), "text");
  await clock.advance(60_000);
  expect(signedOut.times).toBe(1);
  expect(device.keys()).toHaveLength(1);
});

test("only what no request has carried can be cancelled", async () => {
  const { outbox, clock, service } = setUp();
  service.error = new Unreachable();
  const first = outbox.add(answer("a"), "text");
  const second = outbox.add(answer("b"), "text");
  await clock.advance(0);
  expect(outbox.cancel(first)).toBe(false);
  expect(outbox.cancel(second)).toBe(true);
  expect(outbox.state.get().waiting).toEqual([first]);
});

test("waiting is mentioned after two seconds, not before", async () => {
  const { outbox, clock, service } = setUp();
  service.error = new ApiError(503, "unavailable", "busy");
  outbox.add(answer("a"), "text");
  await clock.advance(1_900);
  expect(savedWords(outbox.state.get(), true).words).toBe("✓ saved");
  await clock.advance(200);
  expect(savedWords(outbox.state.get(), true).words).toBe("1 to send");
  service.error = null;
  outbox.hurry();
  await clock.advance(0);
  expect(savedWords(outbox.state.get(), true).words).toBe("✓ saved");
});

test("a device that keeps nothing is spoken of as it is", async () => {
  const { outbox, clock, service } = setUp({ ...inMemory(), write: () => false });
  service.error = new Unreachable();
  outbox.add(answer("a"), "text");
  await clock.advance(0);
  expect(savedWords(outbox.state.get(), true).words).toBe(
    "Offline: 1\u00a0answer in this tab only: don't close it",
  );
  service.error = null;
  outbox.hurry();
  await clock.advance(0);
  expect(outbox.state.get().waiting).toEqual([]);
});

test("an answer that the device refused isn't taken for one that another tab has sent", async () => {
  const device = inMemory();
  const full = { ...device, write: () => false };
  const storage = { ...device, write: (key: string, value: string) => room.write(key, value) };
  let room: KeyValue = full;
  const { outbox, clock, sent, service } = setUp(storage);
  service.error = new Unreachable();
  outbox.add(answer("a"), "text");
  room = device;
  outbox.add(answer("b"), "text");
  expect(outbox.state.get().kept).toBe(false);
  service.error = null;
  outbox.hurry();
  await clock.advance(60_000);
  expect(ids(sent)).toEqual(["a", "b"]);
});

test("handed over, it sends only what the other tab can't find on the device", async () => {
  const device = inMemory();
  let full = false;
  const write = (key: string, value: string) => !full && device.write(key, value);
  const { outbox, clock, sent, service } = setUp({ ...device, write });
  service.error = new Unreachable();
  outbox.add(answer("a"), "text");
  full = true;
  outbox.add(answer("b"), "text");
  outbox.handOver();
  service.error = null;
  await clock.advance(60_000);
  expect(ids(sent)).toEqual(["b"]);
  expect(new OutboxStorage(device, 7, 3).load()).toHaveLength(1);
});

test("before the first answer there is nothing to say", () => {
  expect(savedWords(setUp().outbox.state.get(), false).words).toBe("");
});
