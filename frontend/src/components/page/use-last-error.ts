import { useState } from "react";

/** Why something couldn't be read; kept while it is asked for again, so that a screen which says so
 * stands still until there is something better. */
export function useLastError({ error, isPending }: { error: Error | null; isPending: boolean }) {
  const [last, keep] = useState(error);
  const now = error ?? (isPending ? last : null);
  if (now !== last) keep(now);
  return now;
}
