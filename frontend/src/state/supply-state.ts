import type { Reason } from "./ports";
import { EMPTY, type Queue } from "./queue";

export interface SupplyState {
  queue: Queue;
  /** Why there is nothing to do, and when we look again; only while nothing is on the screen. */
  reason: Reason | null;
  lookAgainAt: number | null;
  error: Error | null;
  /** The first answer of the service has come. */
  loaded: boolean;
  /** Many texts are held, for where there is no network. */
  takenAlong: boolean;
}

export const NOTHING_YET: SupplyState = {
  queue: EMPTY,
  reason: null,
  lookAgainAt: null,
  error: null,
  loaded: false,
  takenAlong: false,
};
