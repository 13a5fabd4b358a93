import { ApiError, Unreachable } from "./errors";
import type { Answer, Assignment } from "./answer";
import type { OpenChannel } from "./outbox/claim";
import { type Clock, handClock } from "./clock";
import type { Command, Entry, Given } from "./outbox/commands";
import { Labelling } from "./labelling/labelling";
import { Outbox, type OutboxPorts } from "./outbox/outbox";
import { OutboxStorage } from "./outbox/outbox-storage";
import { Past } from "./outbox/past";
import type { Delivered, Offer, Service, Wanted } from "./ports";
import type { Counts } from "./labelling/progress";
import { inMemory, type KeyValue } from "./storage";
import { createStore } from "./store";
import type { Slot } from "./labelling/queue";
import type { HeldTexts, TakenAlong } from "./labelling/supply-state";

/** One person in one project. */
export const SOMEONE = { userId: 1, projectId: 1 };

/** A tab that sends, whatever others do. */
export const alone = (): OutboxPorts["claim"] => ({
  ...{ holds: createStore(true), start: () => {}, take: () => {}, stop: () => {} },
});

/** An outbox for who stays signed in. */
export function outboxFor(
  { userId, projectId, device }: { userId: number; projectId: number; device: KeyValue },
  ports: Pick<OutboxPorts, "clock" | "send"> & Partial<OutboxPorts>,
): Outbox {
  return new Outbox({
    storage: new OutboxStorage(device, userId, projectId),
    ...{ claim: alone(), onSignedOut: () => {}, isShutOut: async () => false },
    ...ports,
  });
}

/** What a screen does goes to a service that notes it, and may refuse it or be away. */
export function unsentOf(device: KeyValue = inMemory()) {
  const sent: string[] = [];
  const service: { error: Error | null; answer(entry: Entry): unknown } = {
    error: null,
    answer: () => undefined,
  };
  const clock = handClock();
  const outbox = outboxFor(
    { ...SOMEONE, device },
    {
      clock,
      send: async (entry) => {
        if (service.error) throw service.error;
        const { kind, ...command } = entry.command;
        const of = "itemId" in command ? command.itemId : "noteId" in command ? command.noteId : "";
        sent.push(`${kind} ${of}`.trim());
        return service.answer(entry);
      },
    },
  );
  const past = <One extends { id: string }>(light?: (one: One) => One) =>
    new Past<One>({ ...SOMEONE, storage: device, clock, screen: "here" }, light);
  /** Tries again what waits, and lets it arrive. */
  const settle = async () => {
    outbox.hurry();
    await clock.advance(0);
  };
  return { sent, service, outbox, past, settle, clock, device };
}

/** What a tab holds when it is left. */
export function heldInMemory(): HeldTexts {
  let kept: readonly Slot[] = [];
  return { read: () => kept, write: (slots) => void (kept = slots) };
}

/** The labelling screen of somebody, as a tab that was just opened has it. */
export function labellingFor(
  service: FakeService,
  clock: Clock,
  device: KeyValue,
  whose = SOMEONE,
  taken: TakenAlong | null = null,
  held: HeldTexts = heldInMemory(),
): Labelling {
  const isShutOut = () =>
    service.counts().then(
      () => false,
      () => true,
    );
  const send = (entry: Entry) => service.send(entry);
  const outbox = outboxFor({ ...whose, device }, { clock, send, isShutOut });
  return new Labelling({
    ...{ service, clock, outbox, taken, held, ...whose, storage: device },
    ...{ inWords: (answer: Answer) => JSON.stringify(answer), onSignedOut: () => {} },
  });
}

/** A service in memory: it offers the items of a pool, keeps leases, and can be unplugged. */
export class FakeService implements Service {
  readonly received: (Command & { id: string })[] = [];
  readonly released: number[] = [];
  readonly renewed: number[] = [];
  /** Ids of the items in the order of the ranking. */
  ranking: number[];
  round = 1;
  labels = 0;
  /** How often the counts were asked for. */
  counted = 0;
  /** How many answers brought what is next with them. */
  broughtMore = 0;
  down = false;
  refuse: Error | null = null;
  state: Counts["state"] = "active";
  /** Whoever labels, and colleagues: so many that of a small pool nobody has spare texts. */
  holders = 40;
  /** Whoever labels is no longer in the project. */
  shutOut = false;
  leaseFor = 1_800_000;
  private readonly open = new Map<number, number>();
  private readonly flagged = new Set<number>();
  private readonly done = new Set<number>();
  private readonly answers = new Map<string, number>();
  private nextAssignment = 100;

  constructor(ranking: number[]) {
    this.ranking = ranking;
  }

  /** What stands: the answer of each item, as the service would have it. */
  standing(): Record<number, string> {
    const answers = this.received.filter((command) => command.kind === "answer");
    const retracted = new Set(
      this.received.filter((command) => command.kind === "retract").map((command) => command.id),
    );
    const live = answers.filter((command) => !retracted.has(command.id));
    return Object.fromEntries(
      live.map(({ itemId, answer }) => [itemId, String(Object.values(answer)[0])]),
    );
  }

  /** Somebody wants people asked about an item again. */
  askAgain(id: number): void {
    this.done.delete(id);
  }

  leased(): number[] {
    return [...this.open.keys()];
  }

  async assign({ limit, holding }: Wanted): Promise<Offer> {
    this.reach();
    for (const id of this.ranking) {
      if (this.open.size >= limit) break;
      if (!this.open.has(id) && !this.done.has(id)) this.open.set(id, this.nextAssignment++);
    }
    const open = [...this.open].slice(0, limit);
    const assignments = open
      .filter(([, lease]) => !holding.includes(lease))
      .map(([id, lease]) => this.offer(id, lease));
    return { assignments, reason: open.length > 0 ? null : "done", retryAfter: null };
  }

  async answerAndNext(id: string, command: Given, wanted: Wanted): Promise<Delivered> {
    this.reach();
    this.broughtMore++;
    const refusal = this.refuse;
    if (!refusal) await this.send({ id, command });
    return { refusal, next: await this.assign(wanted) };
  }

  async renew(assignmentId: number): Promise<number | null> {
    this.reach();
    this.renewed.push(assignmentId);
    return [...this.open.values()].includes(assignmentId) ? this.leaseFor : null;
  }

  async giveBack(assignmentIds: readonly number[]): Promise<void> {
    this.reach();
    this.released.push(...assignmentIds);
    for (const [id, lease] of this.open) if (assignmentIds.includes(lease)) this.open.delete(id);
  }

  async takeAlong(items: number, hours: number): Promise<Offer> {
    const { assignments, ...offer } = await this.assign({ limit: items, holding: [] });
    const leaseFor = hours * 3_600_000;
    return { assignments: assignments.map((each) => ({ ...each, leaseFor })), ...offer };
  }

  async send({ id, command }: Pick<Entry, "id" | "command">): Promise<void> {
    this.reach();
    if (this.refuse) throw this.refuse;
    this.received.push({ ...command, id });
    if (command.kind === "answer") this.close(command.itemId, id);
    if (command.kind === "note" && command.note === "flag") this.flagged.add(command.itemId);
    if (command.kind === "unflag") this.flagged.delete(command.itemId);
    if (command.kind === "retract") this.reopen(id);
    if (command.kind === "skip")
      for (const [id, lease] of this.open) if (lease === command.assignmentId) this.close(id);
  }

  async counts(): Promise<Counts> {
    this.counted++;
    this.reach();
    const { round, labels, state } = this;
    return {
      state,
      round,
      classes: 0,
      labels,
      items: this.ranking.length,
      embedded: 0,
      mineToday: labels,
      holders: this.holders,
      enough: false,
      replies: 0,
      mayNotAudit: false,
    };
  }

  private reach(): void {
    if (this.down) throw new Unreachable();
    if (this.shutOut) throw new ApiError(404, "not_found", "There is no project 1.");
  }

  private close(itemId: number, annotation?: string): void {
    this.open.delete(itemId);
    this.done.add(itemId);
    if (annotation) this.answers.set(annotation, itemId);
  }

  private reopen(annotation: string): void {
    const itemId = this.answers.get(annotation);
    if (itemId === undefined) return;
    this.done.delete(itemId);
    this.open.set(itemId, this.nextAssignment++);
  }

  private offer(id: number, lease: number): Assignment {
    const item = { id, text: `text ${id}` };
    const flagged = this.flagged.has(id);
    return { id: lease, item, flagged, leaseFor: this.leaseFor };
  }
}

/** A browser whose tabs onRank each other, a moment later. */
export function fakeBrowser(): OpenChannel {
  const tabs = new Set<(rank: number) => void>();
  return (onRank) => {
    tabs.add(onRank);
    return {
      say: (rank) =>
        queueMicrotask(() => {
          for (const tab of tabs) if (tab !== onRank) tab(rank);
        }),
      close: () => void tabs.delete(onRank),
    };
  };
}
