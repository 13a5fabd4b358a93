import { session } from "@/state/session";
import { onDevice } from "@/state/storage";

declare global {
  interface Window {
    /** Answers that index.html asked for, by method, path and body. */
    postilAhead?: Map<string, Promise<Response>>;
  }
}

/** Milliseconds after the page was opened: what is asked later is asked anew. */
const USED_WITHIN = 60_000;

const SIGNED_IN = "postil.signed-in";

/** Notes that somebody is signed in: without, what is asked ahead would be refused. */
export const askAheadNextTime = () => onDevice().write(SIGNED_IN, "yes");

session.subscribe(() => {
  if (session.get() === "signed-out") onDevice().remove(SIGNED_IN);
});

/** The answer of the service. One that index.html has asked for is used once, and none after a call
 * that changes something. */
export async function fetched(request: Request): Promise<Response> {
  const ahead = window.postilAhead;
  if (!ahead?.size) return fetch(request);
  if (performance.now() > USED_WITHIN) ahead.clear();
  const { method, url } = request;
  const { pathname, search } = new URL(url);
  const body = method === "GET" ? "" : await request.clone().text();
  const key = `${method} ${pathname}${search} ${body}`;
  const answer = ahead.get(key);
  if (answer) ahead.delete(key);
  else if (method !== "GET") ahead.clear();
  return answer ?? fetch(request);
}
