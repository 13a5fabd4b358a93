import { isShutOut } from "../errors";
import type { Clock } from "../clock";
import { pauseAfter } from "../pauses";
import type { Counts } from "./progress";

const EVERY = 4_000;

interface Ports {
  clock: Clock;
  counts(): Promise<Counts>;
  onCounts(counts: Counts): Promise<void>;
  /** The project is gone, or whoever asks is no longer in it. */
  shutOut(): void;
}

/** Asks for the counts every few seconds, for as long as the screen is open: ever more seldom while
 * there is no answer. */
export class Heartbeat {
  private readonly ports: Ports;
  private beats = false;
  private failures = 0;
  private cancel = () => {};

  constructor(ports: Ports) {
    this.ports = ports;
  }

  start(): void {
    this.beats = true;
    void this.now();
  }

  stop(): void {
    this.beats = false;
    this.cancel();
  }

  async now(): Promise<void> {
    this.cancel();
    try {
      const counts = await this.ports.counts();
      this.failures = 0;
      if (!this.beats) return;
      await this.ports.onCounts(counts);
    } catch (error) {
      // The outbox and the supply say when the service is away; figures may stay old.
      this.failures += 1;
      if (this.beats && isShutOut(error)) this.ports.shutOut();
    }
    if (!this.beats) return;
    this.cancel();
    this.cancel = this.ports.clock.after(
      Math.max(EVERY, pauseAfter(this.failures)),
      () => void this.now(),
    );
  }
}
