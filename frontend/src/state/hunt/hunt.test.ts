import { describe, expect, it } from "vitest";
import { Unreachable } from "@/api/errors";
import { type Candidate, Hunt, type HuntService, type Tally, type Verdict } from "./hunt";

const CHECKED = { audits: 40, audits_of_it: 0, share_high: 0.08 };

/** A pool in memory: what was said is passed over. */
class FakeHunt implements HuntService {
  readonly said = new Map<string, [number, Verdict]>();
  ranking = [1, 2, 3, 4, 5, 6, 7];
  down = false;
  asked = 0;

  tally(): Promise<Tally> {
    const marks = [...this.said.values()].map(([, verdict]) => verdict === "fruit");
    const found = marks.filter(Boolean).length;
    return this.answer({ found, looked: marks.length, marks, ...CHECKED });
  }

  candidates(passedOver: number[]): Promise<Candidate[]> {
    this.asked += 1;
    const out = [...passedOver, ...[...this.said.values()].map(([id]) => id)];
    const left = this.ranking.filter((id) => !out.includes(id)).slice(0, 2);
    return this.answer(left.map((id) => ({ id, text: `text ${id}`, columns: {} })));
  }

  look(id: string, itemId: number, verdict: Verdict): Promise<Tally> {
    if (!this.down) this.said.set(id, [itemId, verdict]);
    return this.tally();
  }

  undo(id: string): Promise<Tally> {
    if (!this.down) this.said.delete(id);
    return this.tally();
  }

  private answer<Value>(value: Value): Promise<Value> {
    return this.down ? Promise.reject(new Unreachable()) : Promise.resolve(value);
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

async function begun() {
  const service = new FakeHunt();
  let made = 0;
  const hunt = new Hunt(service, "fruit", () => `look-${++made}`);
  hunt.start();
  await settled();
  return { hunt, service, state: () => hunt.state.get() };
}

describe("a hunt", () => {
  it("shows one candidate after the other, at once, and counts", async () => {
    const { hunt, service, state } = await begun();
    expect(state().current?.id).toBe(1);
    hunt.say("fruit");
    expect(state().current?.id).toBe(2);
    hunt.say(null);
    expect(state().tally).toEqual({ found: 1, looked: 2, marks: [true, false], ...CHECKED });
    await settled();
    expect([...service.said.values()]).toEqual([
      [1, "fruit"],
      [2, null],
    ]);
    expect(state()).toMatchObject({ tally: { found: 1, looked: 2 }, current: { id: 3 } });
  });

  it("follows the ranking after each answer, behind the candidate that is read", async () => {
    const { hunt, service, state } = await begun();
    service.ranking = [1, 2, 7, 6, 5, 4, 3];
    hunt.say("fruit");
    await settled();
    expect(state().current?.id).toBe(2);
    expect(state().queue.map(({ id }) => id)).toEqual([7, 6]);
  });

  it("takes looks back, one by one, and goes on from there", async () => {
    const { hunt, service, state } = await begun();
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

  it("keeps what was said while the service is away, and says so", async () => {
    const { hunt, service, state } = await begun();
    service.down = true;
    hunt.say("fruit");
    await settled();
    expect(state().problem).toBeInstanceOf(Unreachable);
    hunt.say("fruit");
    hunt.undo();
    expect(state().past).toHaveLength(1);
    service.down = false;
    hunt.retry();
    await settled();
    expect(state().problem).toBeNull();
    expect([...service.said.values()]).toEqual([[1, "fruit"]]);
  });

  it("ends where nothing is left, and begins anew when there is something to go by", async () => {
    const { hunt, service, state } = await begun();
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
    const { hunt, service } = await begun();
    const { asked } = service;
    hunt.say("fruit");
    hunt.stop();
    await settled();
    expect(service.said.size).toBe(1);
    expect(service.asked).toBe(asked);
  });
});
