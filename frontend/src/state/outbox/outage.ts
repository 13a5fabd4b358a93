import type { Clock } from "../clock";
import { isArchived, isBusy, Unreachable } from "../errors";
import { pauseAfter } from "../pauses";

/** Milliseconds that nothing is taken before people read why. */
export const TOLD_AFTER = 10_000;
/** Milliseconds: what people have done arrives this soon after an outage. */
const LONGEST_PAUSE = 2_000;

/** How long the service has taken nothing by now, one failed attempt after the other. */
export class Outage {
  private readonly clock: Clock;
  private since: number | null = null;
  private failures = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Milliseconds until the next attempt. Who is asked for patience has it. */
  pauseAfter(error: unknown): number {
    this.since ??= this.clock.now();
    const pause = pauseAfter(this.failures++);
    return isArchived(error) || isBusy(error) ? pause : Math.min(pause, LONGEST_PAUSE);
  }

  /** What to say of it: nothing of a moment, nor of what has words of its own. */
  reason(error: unknown): Error | null {
    const lasts = this.since !== null && this.clock.now() - this.since >= TOLD_AFTER;
    const isOther = error instanceof Unreachable || isArchived(error);
    return lasts && !isOther && error instanceof Error ? error : null;
  }

  /** The next pause is short again. */
  hurry(): void {
    this.failures = 0;
  }

  end(): void {
    this.since = null;
    this.hurry();
  }
}
