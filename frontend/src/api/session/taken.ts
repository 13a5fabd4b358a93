import { held, isTaken, type Slot } from "@/state/labelling/queue";
import { onDevice } from "@/state/storage";
import type { SupplyState, TakenAlong } from "@/state/labelling/supply-state";
import { forgetHeld, heldAnswer } from "./held";
import { canKeep } from "./keep-page";

/** Texts that were taken along lie on the device in a cache of their project, with what else the
 * label screen asks of the service. A mark says whose they are and until when, and that without
 * waiting: nobody else's page looks further. */
const PREFIX = "postil.taken.";

export interface Mark {
  userId: number;
  projectId: number;
  until: number;
}

export function marks(): Mark[] {
  const device = onDevice();
  const keys = device.keys().filter((key) => key.startsWith(PREFIX));
  return keys.map((key) => {
    const [userId, projectId] = key.slice(PREFIX.length).split(".").map(Number);
    return { userId: userId!, projectId: projectId!, until: Number(device.read(key)) };
  });
}

const keyOf = ({ userId, projectId }: Omit<Mark, "until">) => `${PREFIX}${userId}.${projectId}`;

/** Takes off the device all texts that are on it, or what `goes` of them. */
export async function forgetTaken(goes: (mark: Mark) => boolean = () => true): Promise<void> {
  forgetHeld((whose) => goes({ ...whose, until: Infinity }));
  const gone = marks().filter(goes);
  gone.forEach((mark) => onDevice().remove(keyOf(mark)));
  if (gone.length > 0) await clear();
}

/** No cache with texts stays without a mark. */
async function clear(): Promise<void> {
  const left = marks().map(keyOf);
  const goes = (name: string) => name.startsWith(PREFIX) && !left.includes(name);
  const names = (await caches.keys()).filter(goes);
  await Promise.all(names.map((name) => caches.delete(name)));
}

const isOver = ({ until }: Mark) => until <= Date.now();

/** What the service answered when texts were taken along, or the tab was left, for when it can't be
 * reached. */
export async function keptAnswer({ method, url }: Request): Promise<Response | undefined> {
  if (method !== "GET") return undefined;
  const held = heldAnswer(new URL(url).pathname);
  if (held || marks().length === 0) return held;
  await forgetTaken(isOver);
  return caches.match(url, { ignoreVary: true });
}

/** Somebody is signed in: what isn't theirs, or is over, goes; and what of a project that isn't
 * theirs any more, as `isShutOut` says. */
export async function tidyTaken(
  userId: number,
  isShutOut: (projectId: number) => Promise<boolean>,
): Promise<void> {
  await forgetTaken((mark) => mark.userId !== userId || isOver(mark));
  for (const { projectId } of marks())
    if (await isShutOut(projectId)) await forgetTaken((mark) => mark.projectId === projectId);
}

const TEXTS = "/taken/";

const read = (kept?: Response) => kept?.json() as Promise<Slot>;

/** What one person has taken along of one project. It is as on the screen at all times: a text that
 * was answered is gone, and is there again when undo brings it back. */
export class Taken {
  private readonly mark: Omit<Mark, "until">;
  private there = new Set<number>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(userId: number, projectId: number) {
    this.mark = { userId, projectId };
  }

  get isThere(): boolean {
    return onDevice().read(keyOf(this.mark)) !== null;
  }

  async load(): Promise<TakenAlong | null> {
    await forgetTaken(isOver);
    if (!this.isThere) return null;
    const cache = await caches.open(keyOf(this.mark));
    const kept = (await cache.keys()).filter(({ url }) => url.includes(TEXTS));
    const slots = await Promise.all(kept.map((key) => cache.match(key).then(read)));
    slots.sort((one, other) => one.id - other.id);
    this.there = new Set(slots.map(({ id }) => id));
    return { until: Number(onDevice().read(keyOf(this.mark))), slots };
  }

  /** What the screen asks of the service, as it is now. */
  async keepAnswers(): Promise<void> {
    const project = `/api/v1/projects/${this.mark.projectId}`;
    const cache = await caches.open(keyOf(this.mark));
    await cache.addAll(["/api/v1/session", project, `${project}/examples`]);
  }

  follow({ queue, along }: SupplyState): Promise<unknown> {
    const slots = along?.isKept ? held(queue).filter(isTaken) : null;
    if (!slots && !this.isThere) return this.last;
    // One after the other: a text may come back just after it went.
    this.last = this.last.then(() => (slots ? this.keep(slots, along!.until) : this.forget()));
    return this.last;
  }

  forget(): Promise<void> {
    this.there.clear();
    onDevice().remove(keyOf(this.mark));
    return canKeep() ? clear() : Promise.resolve();
  }

  private async keep(slots: readonly Slot[], until: number): Promise<void> {
    const ids = new Set(slots.map(({ id }) => id));
    const come = slots.filter(({ id }) => !this.there.has(id));
    const go = [...this.there].filter((id) => !ids.has(id));
    this.there = ids;
    onDevice().write(keyOf(this.mark), String(until));
    if (come.length + go.length === 0) return;
    const cache = await caches.open(keyOf(this.mark));
    const puts = come.map((slot) =>
      cache.put(`${TEXTS}${slot.id}`, new Response(JSON.stringify(slot))),
    );
    await Promise.all([...puts, ...go.map((id) => cache.delete(`${TEXTS}${id}`))]);
  }
}
