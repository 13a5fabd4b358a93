import { Unreachable } from "@/state/errors";

const PATIENCE = 60_000;

/** Has the service worker keep the built page, so that it opens without a network. */
export async function keepPage(): Promise<void> {
  await navigator.serviceWorker.register("/sw.js");
  const late = new Promise<never>((_, fail) => setTimeout(() => fail(new Unreachable()), PATIENCE));
  // Where its files can't be had no worker gets ready.
  const { active } = await Promise.race([navigator.serviceWorker.ready, late]);
  const filled = new Promise<boolean>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<boolean>) => resolve(data);
    // One that was here before may have been told to forget them.
    active?.postMessage("fill", [port2]);
  });
  if (!(await Promise.race([filled, late]))) throw new Unreachable();
}
