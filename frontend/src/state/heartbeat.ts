import { isShutOut } from "@/api/errors";
import type { Clock } from "./clock";
import type { Counts } from "./progress";

const EVERY = 4_000;

interface Ports {
  clock: Clock;
  counts(): Promise<Counts>;
  tell(counts: Counts): Promise<void>;
  /** The project is gone, or whoever asks is no longer in it. */
  shutOut(): void;
}

/** Asks for the counts every few seconds, for as long as the screen is open. */
export class Heartbeat {
  private readonly ports: Ports;
  private beats = false;
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
      if (!this.beats) return;
      await this.ports.tell(counts);
    } catch (error) {
      // The outbox and the supply say when the service is away; figures may stay old.
      if (this.beats && isShutOut(error)) this.ports.shutOut();
    }
    if (!this.beats) return;
    this.cancel();
    this.cancel = this.ports.clock.after(EVERY, () => void this.now());
  }
}
