import type { Room } from "@/rooms";
import { Practised } from "./Practised";

/** Practice rounds: new people label settled texts before those that count. */
export const room: Room = { beforeLabelling: Practised };
