import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { type Curve, curve as curveQuery } from "@/api/queries";
import { curveStamp, liveStats, type Stats } from "@/api/project";

interface Figures {
  stats: Stats | undefined;
  curve: Curve | undefined;
  error: Error | null;
  retry(): void;
}

/** The figures of a project as they change. The curve is read only when it can have changed; what
 * was read last stays while the service can't be reached. */
export function useFigures(projectId: number): Figures {
  const stats = useQuery(liveStats(projectId));
  const curve = useQuery({
    ...curveQuery(projectId),
    staleTime: Infinity,
    refetchOnMount: "always",
  });
  const stamp = stats.data ? curveStamp(stats.data) : null;
  const seen = useRef(stamp);
  const { refetch } = curve;
  useEffect(() => {
    if (seen.current !== null && seen.current !== stamp) void refetch();
    seen.current = stamp;
  }, [stamp, refetch]);
  return {
    stats: stats.data,
    curve: curve.data,
    error: stats.error ?? curve.error,
    retry: () => {
      void stats.refetch();
      void refetch();
    },
  };
}
