import { expect, test } from "vitest";
import { ApiError, Unreachable } from "../errors";
import type { Command } from "./commands";
import { unsentOf } from "../fakes";
import { savedWords } from "./sent";
import { inMemory, type KeyValue } from "../storage";

function setUp(device: KeyValue = inMemory()) {
  const world = unsentOf(device);
  const add = (id: string, command: Command) =>
    world.outbox.add(id, command, { name: "a", text: "text" });
  const says = () => savedWords(world.outbox.state.get()).words;
  return { ...world, add, says };
}

const answer: Command = {
  ...{ kind: "answer", itemId: 1, assignmentId: 1, answer: { class: "a" } },
  ...{ shownAt: null, firstInputAt: null, answeredAt: "2026-11-25T10:00:00.000Z" },
};
const look: Command = { kind: "look", classId: 1, itemId: 2, verdict: null, hit: false };

test("before the first command there is nothing to say", () => {
  expect(setUp().says()).toBe("");
});

test("waiting is mentioned after two seconds, not before", async () => {
  const { add, says, clock, service, settle } = setUp();
  service.error = new ApiError(503, "unavailable", "busy");
  add("a", answer);
  await clock.advance(1_900);
  expect(says()).toBe("✓ saved");
  await clock.advance(200);
  expect(says()).toBe("1 to send");
  const items = [1, 2, 3];
  add("b", { kind: "label", items, answer: { class: "a" }, at: "", by: "" });
  expect(says()).toBe("4 to send");
  service.error = null;
  await settle();
  expect(says()).toBe("✓ saved");
});

test("after ten seconds the page says why nothing is taken, and where it is meanwhile", async () => {
  const { add, says, clock, service, settle } = setUp();
  service.error = new ApiError(507, "disk_full", "The disk is full. Make room, then try again.");
  add("a", answer);
  await clock.advance(9_000);
  expect(says()).toBe("1 to send");
  await clock.advance(2_000);
  expect(says()).toBe("The service’s disk is full. 1\u00a0answer kept on this device");
  service.error = new ApiError(500, "internal", "Something broke here.");
  add("b", look);
  await clock.advance(2_000);
  expect(says()).toBe("The service doesn’t work (500). 2\u00a0changes kept on this device");
  service.error = null;
  await settle();
  expect(says()).toBe("✓ saved");
  service.error = new ApiError(503, "unavailable", "The database doesn't answer.");
  add("c", answer);
  await clock.advance(9_000);
  expect(says(), "each outage begins anew").toBe("1 to send");
});

test("a reason that lasts isn't hidden by a device that keeps nothing", async () => {
  const { add, says, clock, service } = setUp({ ...inMemory(), write: () => false });
  service.error = new ApiError(507, "disk_full", "The disk is full.");
  add("a", answer);
  await clock.advance(12_000);
  expect(says()).toBe("The service’s disk is full. 1\u00a0answer only in this tab. Don’t close it");
});

test("answers are called so, where other things wait too they are changes", async () => {
  const { add, says, clock, service, outbox } = setUp();
  service.error = new Unreachable();
  add("a", answer);
  add("s", { kind: "skip", assignmentId: 4 });
  await clock.advance(0);
  expect(says()).toBe("Offline: 1\u00a0answer kept on this device");
  add("b", look);
  expect(says()).toBe("Offline: 2\u00a0changes kept on this device");
  outbox.takeBack("b", { kind: "unlook", classId: 1 }, { name: "", text: "" });
  expect(says()).toBe("Offline: 1\u00a0answer kept on this device");
  service.error = new ApiError(422, "invalid", "no");
  outbox.hurry();
  await clock.advance(0);
  expect(says()).toBe("Couldn't save 1\u00a0answer. See why");
});

test("a device that keeps nothing is spoken of as it is", async () => {
  const { add, says, clock, service, settle, outbox } = setUp({
    ...inMemory(),
    write: () => false,
  });
  service.error = new Unreachable();
  add("a", answer);
  await clock.advance(0);
  expect(says()).toBe("Offline: 1\u00a0answer only in this tab. Don't close it");
  service.error = null;
  await settle();
  expect(outbox.state.get().waiting).toEqual([]);
});
