import type { ComponentType, ReactNode } from "react";
import type { Project } from "@/api/queries";

/** What an optional room adds to the page: each field is a place that the page keeps for it. */
export interface Room {
  /** Stands before the labelling screen, and shows it when a person may label. */
  beforeLabelling?: ComponentType<{ project: Project; children: ReactNode }>;
}

const rooms = import.meta.glob<Room>("./rooms/*/room.ts", { eager: true, import: "room" });

/** The optional rooms that are there, by name. */
export const ROOMS: readonly Room[] = Object.values(rooms);
