import type { Clock } from "../clock";

const WITH_SPARE = 30;
/** A slow line is one that breaks, and takes long to bring more. */
const ON_A_SLOW_LINE = 50;
const SLOW = 1_500;
/** One of so many texts that are answered is a spare one. */
const TURN = 6;

interface Ports {
  clock: Clock;
  /** How many texts one person may hold. */
  share(): number;
  /** Nobody is there who would need them. */
  isAway(): boolean;
}

/** How many texts are held beyond the next ones, for when the network goes without a warning.
 *
 * They are kept from colleagues, so nobody holds more than a share of what is open: whoever comes
 * finds as much, and the others give back what is over. They are of an older ranking than the next
 * ones, so these come first. But each is answered sooner or later, as checks have to be. */
export class Spare {
  private readonly ports: Ports;
  /** How long the service took to answer last. */
  private took = 0;
  private decided = 0;

  constructor(ports: Ports) {
    this.ports = ports;
  }

  /** `next`: so many are held anyway, with the one on the screen. */
  wanted(next: number): number {
    if (this.ports.isAway()) return 0;
    const most = this.took > SLOW ? ON_A_SLOW_LINE : WITH_SPARE;
    return Math.max(0, Math.min(most, this.ports.share()) - next);
  }

  /** Whether it is a spare one's turn. */
  isTurn(): boolean {
    this.decided += 1;
    return this.decided % TURN === 0;
  }

  async timed<Answer>(answer: Promise<Answer>): Promise<Answer> {
    const before = this.ports.clock.now();
    const given = await answer;
    this.took = this.ports.clock.now() - before;
    return given;
  }
}
