import type { Clock } from "../clock";

/** A second tap of the same hand comes sooner; nobody has read a text by then. */
const UNREAD_FOR = 150;

/** When the text was shown, and when the hand of who labels moved; in milliseconds. */
export class Hand {
  shownAt: number | null = null;
  firstInputAt: number | null = null;
  lastInputAt: number;
  private readonly clock: Clock;
  private pointedAt = -Infinity;
  private turnedAt = -Infinity;

  constructor(clock: Clock) {
    this.clock = clock;
    this.lastInputAt = clock.now();
  }

  /** The item on the screen has been painted. */
  shown(): void {
    this.shownAt = this.clock.now();
  }

  /** A key, a click or a scroll. */
  input(): void {
    this.lastInputAt = this.clock.now();
    this.firstInputAt ??= this.lastInputAt;
  }

  /** A finger or a mouse button went down. */
  pointed(): void {
    this.input();
    this.pointedAt = this.lastInputAt;
  }

  /** Whether what the pointer presses was meant for the text on the screen: a double tap goes down
   * again on a text that nobody has read. Keys have no such trouble: they don't bounce. */
  isPointedAt(): boolean {
    return this.pointedAt - (this.shownAt ?? this.turnedAt) >= UNREAD_FOR;
  }

  /** Another item is on the screen. */
  turned(): void {
    this.turnedAt = this.clock.now();
    this.shownAt = null;
    this.firstInputAt = null;
  }
}
