import { createStore } from "./store";

/** Whether the service still knows us; anything that meets a 401 says so here. */
export const session = createStore<"unknown" | "signed-out">("unknown");
