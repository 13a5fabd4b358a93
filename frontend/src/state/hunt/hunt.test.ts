import { describe, expect, it } from "vitest";
import { ApiError, Unreachable } from "@/state/errors";
import type { Look } from "../outbox/commands";
import { unsentOf } from "../fakes";
import { inMemory } from "../storage";
import { type Candidate, Hunt, type HuntService, type Looked, type Tally } from "./hunt";

const CHECKED = { audits: 40, audits_of_it: 0, share_high: 0.08 };

/** A pool in memory: what was said is passed over. */
class FakeHunt implements HuntService {
  readonly said = new Map<string, Look>();
  ranking = [1, 2, 3, 4, 5, 6, 7];
  down = false;
  asked = 0;

  async tally(): Promise<Tally> {
    const marks = [...this.said.values()].map(({ verdict }) => verdict === "fruit");
    const found = marks.filter(Boolean).length;
    return this.answer({ found, looked: marks.length, marks, ...CHECKED });
  }

  candidates(passedOver: number[]): Promise<Candidate[]> {
    this.asked += 1;
    const out = [...passedOver, ...[...this.said.values()].map(({ itemId }) => itemId)];
    const left = this.ranking.filter((id) => !out.includes(id)).slice(0, 2);
    return this.answer(left.map((id) => ({ id, text: `text ${id}`, columns: {} })));
  }

  private answer<Value>(value: Value): Promise<Value> {
    return this.down ? Promise.reject(new Unreachable()) : Promise.resolve(value);
  }
}

async function begun(device = inMemory(), service = new FakeHunt()) {
  const world = unsentOf(device);
  world.service.answer = ({ id, command }) => {
    if (command.kind === "look") service.said.set(id, command);
    else service.said.delete(id);
    return service.tally();
  };
  const hunted = { classId: 4, target: "fruit" };
  const hunt = new Hunt(service, world.outbox, hunted, world.past<Looked>());
  hunt.start();
  await world.settle();
  const said = () => [...service.said.values()].map(({ itemId, verdict }) => [itemId, verdict]);
  return { hunt, service, world, said, state: () => hunt.state.get(), settled: world.settle };
}

describe("a hunt", () => {
  it("shows one candidate after the other, at once, and counts", async () => {
    const { hunt, said, state, settled } = await begun();
    expect(state().current?.id).toBe(1);
    hunt.say("fruit");
    expect(state().current?.id).toBe(2);
    hunt.say(null);
    expect(state().tally).toEqual({ found: 1, looked: 2, marks: [true, false], ...CHECKED });
    await settled();
    expect(said()).toEqual([
      [1, "fruit"],
      [2, null],
    ]);
    expect(state()).toMatchObject({ tally: { found: 1, looked: 2 }, current: { id: 3 } });
  });

  it("follows the ranking after each answer, behind the candidate that is read", async () => {
    const { hunt, service, state, settled } = await begun();
    service.ranking = [1, 2, 7, 6, 5, 4, 3];
    hunt.say("fruit");
    await settled();
    expect(state().current?.id).toBe(2);
    expect(state().queue.map(({ id }) => id)).toEqual([7, 6]);
  });

  it("takes looks back, one by one, and goes on from there", async () => {
    const { hunt, service, state, settled } = await begun();
    hunt.say("metal");
    hunt.say("fruit");
    hunt.undo();
    expect(state().current?.id).toBe(2);
    expect(state().tally).toEqual({ found: 0, looked: 1, marks: [false], ...CHECKED });
    hunt.undo();
    expect(state().current?.id).toBe(1);
    await settled();
    expect(service.said.size).toBe(0);
    hunt.undo();
    expect(state().current?.id).toBe(1);
  });

  it("goes on while the service is away, and over a reload", async () => {
    const { hunt, service, state, world, settled } = await begun();
    world.service.error = new Unreachable();
    service.down = true;
    hunt.say("fruit");
    await settled();
    hunt.say(null);
    await settled();
    expect(state().tally).toMatchObject({ found: 1, looked: 2 });
    expect(state()).toMatchObject({ current: null, looking: true, problem: null });
    hunt.undo();
    expect(state().tally).toMatchObject({ found: 1, looked: 1 });
    expect(state().current?.id).toBe(2);
    world.outbox.end();
    service.down = false;

    const later = await begun(world.device, service);
    expect(later.said()).toEqual([[1, "fruit"]]);
    expect(later.state().tally).toMatchObject({ found: 1, looked: 1 });
    expect(later.state().current?.id).toBe(2);
    later.hunt.undo();
    expect(later.state().current?.text).toBe("text 1");
    await later.settled();
    expect(later.said()).toEqual([]);
  });

  it("counts nothing that was refused", async () => {
    const { hunt, state, world, settled } = await begun();
    world.service.error = new ApiError(422, "invalid", "There is no class “fruit”.");
    hunt.say("fruit");
    expect(state().tally).toMatchObject({ found: 1, looked: 1 });
    await settled();
    expect(state().tally).toMatchObject({ found: 0, looked: 0 });
    expect(state().current?.id).toBe(2);
  });

  it("counts what another tab has sent", async () => {
    const { hunt, service, state, world, settled } = await begun();
    world.service.error = new Unreachable();
    hunt.say("fruit");
    await settled();
    for (const key of world.device.keys().filter((one) => one.includes("outbox"))) {
      const { id, command } = JSON.parse(world.device.read(key)!) as { id: string; command: Look };
      service.said.set(id, command);
      world.device.remove(key);
    }
    world.outbox.refresh();
    await settled();
    expect(state().tally).toMatchObject({ found: 1, looked: 1 });
  });

  it("ends where nothing is left, and begins anew when there is something to go by", async () => {
    const { hunt, service, state, settled } = await begun();
    service.ranking = [1, 2];
    hunt.say(null);
    hunt.say(null);
    expect(state()).toMatchObject({ current: null, looking: true });
    await settled();
    expect(state()).toMatchObject({ current: null, looking: false });
    service.ranking = [1, 2, 9];
    hunt.changed();
    await settled();
    expect(state().current?.id).toBe(9);
  });

  it("sends what was said after one has left, and looks for nothing more", async () => {
    const { hunt, service, settled } = await begun();
    const { asked } = service;
    hunt.say("fruit");
    hunt.stop();
    await settled();
    expect(service.said.size).toBe(1);
    expect(service.asked).toBe(asked);
  });
});
