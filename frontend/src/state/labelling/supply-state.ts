import type { Clock } from "../clock";
import type { Reason, Service } from "../ports";
import { EMPTY, type Queue, type Slot } from "./queue";

export interface SupplyState {
  queue: Queue;
  /** Why there is nothing to do, and when we look again; only while nothing is on the screen. */
  reason: Reason | null;
  lookAgainAt: number | null;
  error: Error | null;
  /** The first answer of the service has come. */
  loaded: boolean;
  /** Texts were taken along to where there is no network, and the time isn't over. */
  along: Along | null;
}

export interface Along {
  /** By this device's clock, in milliseconds. */
  until: number;
  /** On the device: the page may be closed. */
  isKept: boolean;
}

/** What an earlier visit took along, as far as it is left. */
export interface TakenAlong {
  until: number;
  slots: readonly Slot[];
}

/** Where the texts lie that were held when the tab was left. */
export interface HeldTexts {
  read(): readonly Slot[];
  write(slots: readonly Slot[]): void;
}

/** What a supply needs of the world. */
export interface SupplyPorts {
  held: HeldTexts;
  service: Service;
  clock: Clock;
  /** How many decisions the service hasn't heard of: it still lists their items as open. */
  unsent(): number;
  /** How many texts one person may hold, as far as is known. */
  share(): number;
  /** Nobody is there who would need spare texts. */
  isAway(): boolean;
  onSignedOut(): void;
}

export const NOTHING_YET: SupplyState = {
  queue: EMPTY,
  reason: null,
  lookAgainAt: null,
  error: null,
  loaded: false,
  along: null,
};
