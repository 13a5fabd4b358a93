import type { Clock } from "../clock";
import { createStore } from "../store";

/** How the tabs of one browser onRank each other; nobody hears himself. */
export interface Channel {
  say(rank: number): void;
  close(): void;
}

export type OpenChannel = (onRank: (rank: number) => void) => Channel;

/** Web Locks exist only over https and on localhost, and a service on the local network is
 * neither; a BroadcastChannel works everywhere. */
export function browserChannel(name: string): OpenChannel {
  return (onRank) => {
    const channel = new BroadcastChannel(name);
    channel.onmessage = (event: MessageEvent<number>) => onRank(event.data);
    return { say: (rank) => channel.postMessage(rank), close: () => channel.close() };
  };
}

/** The claim of a tab to be the one that labels: of those that are open, one holds.
 *
 * Every claim has a rank, and the highest holds. The longer a tab has been open, the higher it
 * ranks; one that takes over ranks above all it has heard of. Who holds answers a lower claim
 * with its own. A tab that was closed or has crashed doesn't answer, so nobody waits for it. */
export class Claim {
  /** True until another tab says otherwise: the first text should not wait for that. */
  readonly holds = createStore(true);
  private readonly open: OpenChannel;
  private rank: number;
  private highest: number;
  private channel: Channel | null = null;

  constructor(open: OpenChannel, clock: Clock) {
    this.open = open;
    // The fraction decides between tabs that a browser restores in the same millisecond.
    this.rank = -(clock.now() + Math.random());
    this.highest = this.rank;
  }

  start(): void {
    this.channel = this.open((rank) => this.onRank(rank));
    this.channel.say(this.rank);
  }

  stop(): void {
    this.channel?.close();
    this.channel = null;
  }

  /** This tab labels from now on, whoever did so before. */
  take(): void {
    this.rank = this.highest + 1;
    this.channel?.say(this.rank);
    this.holds.set(true);
  }

  private onRank(rank: number): void {
    this.highest = Math.max(this.highest, rank);
    if (!this.holds.get()) return;
    if (rank >= this.rank) this.holds.set(false);
    else this.channel?.say(this.rank);
  }
}
