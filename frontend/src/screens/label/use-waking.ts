import { useEffect } from "react";
import { useLabelling } from "./context";

/** Tries at once when the network or the person is back, gives items back when the tab closes. */
export function useWaking(): void {
  const { labelling } = useLabelling();
  useEffect(() => {
    const wake = () => {
      if (document.visibilityState === "visible") labelling.wake();
    };
    const hide = () => void labelling.supply.leave();
    const show = (event: PageTransitionEvent) => {
      if (event.persisted) labelling.start();
    };
    window.addEventListener("online", wake);
    document.addEventListener("visibilitychange", wake);
    window.addEventListener("pagehide", hide);
    window.addEventListener("pageshow", show);
    return () => {
      window.removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", wake);
      window.removeEventListener("pagehide", hide);
      window.removeEventListener("pageshow", show);
    };
  }, [labelling]);
}
