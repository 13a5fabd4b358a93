import { useEffect } from "react";
import { api, inProject } from "@/api/client";
import { forgetTaken, tidyTaken } from "@/api/session/taken";
import { isShutOut } from "@/state/errors";

const path = "/api/v1/projects/{project_id}";
const isGone = (projectId: number) =>
  api.GET(path, inProject(projectId)).then(() => false, isShutOut);

/** Of what was taken along only that of whoever is signed in stays on the device. */
export function useTaken(userId: number | undefined, signedOut: boolean): void {
  useEffect(() => {
    if (signedOut) void forgetTaken();
    else if (userId !== undefined) void tidyTaken(userId, isGone);
  }, [userId, signedOut]);
}
