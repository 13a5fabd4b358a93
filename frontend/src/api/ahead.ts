import { session } from "@/state/session";
import { onDevice } from "@/state/storage";

declare global {
  interface Window {
    /** Answers that index.html asked for, by path and body. */
    postilAhead?: Map<string, Promise<Response>>;
  }
}

/** Milliseconds after the page was opened: what was offered then is held for longer. */
const USED_WITHIN = 60_000;

const SIGNED_IN = "postil.signed-in";

/** Somebody is signed in: the next opening asks ahead, which would be refused otherwise. */
export const askAheadNextTime = () => onDevice().write(SIGNED_IN, "yes");

session.subscribe(() => {
  if (session.get() === "signed-out") onDevice().remove(SIGNED_IN);
});

/** The answer of the service: one that index.html has asked for is used once. */
export async function fetched(request: Request): Promise<Response> {
  const ahead = window.postilAhead;
  if (!ahead?.size) return fetch(request);
  if (performance.now() > USED_WITHIN) ahead.clear();
  const body = request.method === "POST" ? await request.clone().text() : "";
  const { pathname, search } = new URL(request.url);
  const key = `${pathname}${search} ${body}`;
  const answer = request.method === "DELETE" ? undefined : ahead.get(key);
  ahead.delete(key);
  return answer ?? fetch(request);
}
