import { beforeEach, describe, expect, it } from "vitest";
import { ApiError, Unreachable } from "@/state/errors";
import { unsentOf } from "../fakes";
import { inMemory } from "../storage";
import { type Done, type Part, WorkList } from "./work-list";

interface Row {
  id: number;
}

const rows = (...ids: number[]): Row[] => ids.map((id) => ({ id }));
const ids = (list: WorkList<Row>) => list.state.get().rows?.map(({ id }) => id);
const settled = () => new Promise((done) => setTimeout(done));
const NO = new ApiError(409, "conflict", "You answered this text yourself.");

describe("a list of work", () => {
  let parts: Part<Row>[];
  let list: WorkList<Row>;
  let world: ReturnType<typeof unsentOf>;

  const listOf = (
    of: typeof world,
    read = async (cursor: string | null) => parts[Number(cursor)]!,
  ) =>
    new WorkList<Row>(
      {
        id: ({ id }) => id,
        text: ({ id }) => `text ${id}`,
        read,
        doneWith: (command) => (command.kind === "resolve" ? command.noteId : null),
      },
      of.outbox,
      of.past<Done<Row>>(),
    );
  const finish = () => {
    const noteId = list.current!.id;
    const back = { kind: "reopen", noteId, reply: null } as const;
    list.finish(list.current!, `did ${noteId}`, "", { kind: "resolve", noteId, reply: null }, back);
  };

  beforeEach(async () => {
    parts = [{ rows: rows(1, 2, 3), next: null, total: 3 }];
    world = unsentOf();
    list = listOf(world);
    list.start();
    await list.refresh();
  });

  it("takes away what is done with, and the next one is at hand", async () => {
    list.move(1);
    finish();
    expect(ids(list)).toEqual([1, 3]);
    expect(list.current).toEqual({ id: 3 });
    finish();
    expect(list.current).toEqual({ id: 1 });
    expect(list.state.get().total).toBe(1);
    await world.settle();
    expect(ids(list)).toEqual([1]);
    expect(list.state.get().total).toBe(1);
    expect(world.sent).toEqual(["resolve 2", "resolve 3"]);
  });

  it("brings back where it was what is undone, in the order it was done", async () => {
    finish();
    await world.settle();
    finish();
    list.undo();
    expect(ids(list)).toEqual([2, 3]);
    list.undo();
    expect(ids(list)).toEqual([1, 2, 3]);
    expect(list.state.get().total).toBe(3);
    expect(list.current).toEqual({ id: 1 });
    list.undo();
    await world.settle();
    expect(ids(list)).toEqual([1, 2, 3]);
    expect(world.sent).toEqual(["resolve 1", "reopen 1"]);
  });

  it("brings back what the service refuses, and keeps the row at hand", async () => {
    world.service.error = NO;
    finish();
    expect(ids(list)).toEqual([2, 3]);
    await world.settle();
    expect(ids(list)).toEqual([1, 2, 3]);
    expect(list.current).toEqual({ id: 2 });
    expect(world.outbox.state.get().refused).toMatchObject([{ refusal: NO.message }]);
    list.undo();
    expect(world.outbox.state.get().refused).toEqual([]);
  });

  it("knows after a reload what waits, and takes it back", async () => {
    world.service.error = new Unreachable();
    finish();
    await world.settle();
    world.outbox.end();
    const later = unsentOf(world.device);
    later.service.error = new Unreachable();
    list = listOf(later);
    list.start();
    await list.refresh();
    expect(ids(list)).toEqual([2, 3]);
    list.undo();
    expect(ids(list)).toEqual([1, 2, 3]);
    later.service.error = null;
    await later.settle();
    expect(later.sent).toEqual(["resolve 1", "reopen 1"]);
    expect(ids(list)).toEqual([1, 2, 3]);
  });

  it("keeps what undo takes back until it is read", async () => {
    finish();
    await world.settle();
    const later = unsentOf(world.device);
    list = listOf(later);
    list.undo();
    await list.refresh();
    list.undo();
    await later.settle();
    expect(later.sent).toEqual(["reopen 1"]);
  });

  it("reads on before its end is reached, without what it has", async () => {
    parts = [
      { rows: rows(1, 2, 3, 4, 5, 6, 7), next: "1", total: null },
      { rows: rows(7, 8), next: null, total: null },
    ];
    await list.refresh();
    expect(list.state.get().more).toBe(true);
    list.move(2);
    await settled();
    expect(ids(list)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(list.state.get().more).toBe(false);
  });

  it("stays at the row that it was at when it is read anew", async () => {
    list.move(2);
    parts = [{ rows: rows(2, 3, 4), next: null, total: 3 }];
    await list.refresh();
    expect(list.current).toEqual({ id: 3 });
  });

  it("does not believe what it read while something was done", async () => {
    const reading = list.refresh();
    finish();
    await world.settle();
    await reading;
    expect(ids(list)).toEqual([2, 3]);
  });

  it("says why it can't be read, until it can", async () => {
    const broken = listOf(unsentOf(inMemory()), async () => {
      throw new Error("The service can't be reached.");
    });
    await broken.refresh();
    expect(broken.state.get().error?.message).toContain("can't be reached");
    expect(broken.state.get().rows).toBeNull();
  });
});
