import { ApiError, Unreachable } from "@/api/errors";
import type { Assignment } from "./answer";
import type { OpenChannel } from "./claim";
import type { Deed, Given } from "./outbox-storage";
import type { Delivered, Offer, Service, Wanted } from "./ports";
import type { Counts } from "./progress";

/** One person in one project, who stays signed in. */
export const SOMEONE = { userId: 1, projectId: 1, onSignedOut: () => {} };

/** A service in memory: it offers the items of a pool, keeps leases, and can be unplugged. */
export class FakeService implements Service {
  readonly received: Deed[] = [];
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
    const answers = this.received.filter((deed) => deed.kind === "answer");
    const retracted = new Set(
      this.received.filter((deed) => deed.kind === "retract").map((deed) => deed.annotation),
    );
    const live = answers.filter((deed) => !retracted.has(deed.annotation));
    return Object.fromEntries(
      live.map(({ itemId, answer }) => [itemId, String(Object.values(answer)[0])]),
    );
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

  async answerAndNext(deed: Given, wanted: Wanted): Promise<Delivered> {
    this.reach();
    this.broughtMore++;
    const refusal = this.refuse;
    if (!refusal) await this.send(deed);
    return { refusal, next: await this.assign(wanted) };
  }

  async renew(assignmentId: number): Promise<number | null> {
    this.reach();
    this.renewed.push(assignmentId);
    return [...this.open.values()].includes(assignmentId) ? this.leaseFor : null;
  }

  async release(assignmentId: number): Promise<void> {
    this.reach();
    this.released.push(assignmentId);
    for (const [id, lease] of this.open) if (lease === assignmentId) this.open.delete(id);
  }

  async send(deed: Deed): Promise<void> {
    this.reach();
    if (this.refuse) throw this.refuse;
    this.received.push(deed);
    if (deed.kind === "answer") this.close(deed.itemId, deed.annotation);
    if (deed.kind === "note" && deed.note === "flag") this.flagged.add(deed.itemId);
    if (deed.kind === "unflag") this.flagged.delete(deed.itemId);
    if (deed.kind === "retract") this.reopen(deed.annotation);
    if (deed.kind === "skip")
      for (const [id, lease] of this.open) if (lease === deed.assignmentId) this.close(id);
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
      enough: false,
      replies: 0,
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

/** A browser whose tabs hear each other, a moment later. */
export function fakeBrowser(): OpenChannel {
  const tabs = new Set<(rank: number) => void>();
  return (hear) => {
    tabs.add(hear);
    return {
      say: (rank) =>
        queueMicrotask(() => {
          for (const tab of tabs) if (tab !== hear) tab(rank);
        }),
      close: () => void tabs.delete(hear),
    };
  };
}
