import { Unreachable } from "@/state/errors";

const PATIENCE = 60_000;

/** Only over https, or on this machine itself. */
export const canKeep = (): boolean => "serviceWorker" in navigator && "caches" in window;

/** Has the service worker keep the built page, so that it opens without a network. */
export async function keepPage(): Promise<void> {
  await navigator.serviceWorker.register("/sw.js");
  const late = new Promise<never>((_, fail) => setTimeout(() => fail(new Unreachable()), PATIENCE));
  // Where its files can't be had no worker gets ready.
  await Promise.race([navigator.serviceWorker.ready, late]);
}
