import type { QueryClient } from "@tanstack/react-query";
import { api, body, type Schema } from "../client";
import { forgetTaken } from "./taken";
import { session } from "@/state/session";

export type Entered = Schema<"Me">;

/** Opens a session with a link's token, with an invitation's token and a name, or with a password.
 * What was read before is forgotten first: a screen that waits for the session would begin to read
 * as soon as there is one, and never hear of an answer that is forgotten under way. */
export async function enter(how: Schema<"SignIn">, queries: QueryClient): Promise<Entered> {
  const entered = await body(api.POST("/api/v1/session", { body: how }));
  await forgetTaken(({ userId }) => userId !== entered.id);
  queries.clear();
  session.set("unknown");
  return entered;
}

/** What a link carries behind the #, where servers and logs don't see it. */
export function fragment(name: string): string | null {
  return new URLSearchParams(window.location.hash.slice(1)).get(name);
}

/** Takes the secret out of the address bar and the history. */
export function hideFragment(): void {
  window.history.replaceState(null, "", window.location.pathname);
}

/** Only a path on this service is followed. */
export function safePath(path: string | null): string {
  return path?.startsWith("/") && !path.startsWith("//") && !path.includes("\\") ? path : "/";
}
