import type { Reason } from "./ports";
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

export const NOTHING_YET: SupplyState = {
  queue: EMPTY,
  reason: null,
  lookAgainAt: null,
  error: null,
  loaded: false,
  along: null,
};
