import { beforeEach, describe, expect, it } from "vitest";
import { type Part, WorkList } from "./work-list";

interface Row {
  id: number;
}

const rows = (...ids: number[]): Row[] => ids.map((id) => ({ id }));
const ids = (list: WorkList<Row>) => list.state.get().rows?.map(({ id }) => id);
const settled = () => new Promise((done) => setTimeout(done));

describe("a list of work", () => {
  let parts: Part<Row>[];
  let list: WorkList<Row>;
  let sent: string[];
  let refuse: Error | null;

  const deed = (row: Row) => ({
    row,
    name: `did ${row.id}`,
    send: async () => {
      await Promise.resolve();
      if (refuse) throw refuse;
      sent.push(`do ${row.id}`);
    },
    takeBack: async () => {
      sent.push(`undo ${row.id}`);
    },
  });
  const finish = () => list.finish(deed(list.current!));

  beforeEach(async () => {
    parts = [{ rows: rows(1, 2, 3), next: null, total: 3 }];
    [sent, refuse] = [[], null];
    list = new WorkList<Row>(
      ({ id }) => id,
      async (cursor) => parts[cursor === null ? 0 : Number(cursor)]!,
    );
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
    await settled();
    expect(sent).toEqual(["do 2", "do 3"]);
    expect(list.state.get().sending).toBe(false);
  });

  it("brings back where it was what is undone, in the order it was done", async () => {
    finish();
    finish();
    list.undo();
    expect(ids(list)).toEqual([2, 3]);
    list.undo();
    expect(ids(list)).toEqual([1, 2, 3]);
    expect(list.current).toEqual({ id: 1 });
    list.undo();
    await settled();
    expect(sent).toEqual(["do 1", "do 2", "undo 2", "undo 1"]);
  });

  it("brings back what the service refuses, with the reason", async () => {
    refuse = new Error("You answered this text yourself.");
    finish();
    expect(ids(list)).toEqual([2, 3]);
    await settled();
    expect(ids(list)).toEqual([1, 2, 3]);
    expect(list.state.get()).toMatchObject({ failed: refuse.message, past: [], total: 3 });
    list.move(1);
    expect(list.state.get().failed).toBeNull();
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
    await Promise.resolve();
    finish();
    await reading;
    await settled();
    expect(ids(list)).toEqual([2, 3]);
  });

  it("says why it can't be read, until it can", async () => {
    const broken = new WorkList<Row>(
      ({ id }) => id,
      async () => {
        throw new Error("The service can't be reached.");
      },
    );
    await broken.refresh();
    expect(broken.state.get().error?.message).toContain("can't be reached");
    expect(broken.state.get().rows).toBeNull();
  });
});
