import { api, body, inProject, type Schema } from "@/api/client";
import { ApiError } from "@/state/errors";
import { type Sending, sendFile } from "@/files/send";

/** Everything that a start needs. */
export interface Start extends Sending {
  project: Schema<"NewProject">;
}

/** Makes the project and sends the file; the project's id. A project whose file was refused is
 * taken away again, so that another try starts afresh. */
export async function startProject(
  { project, ...sending }: Start,
  onSent: (share: number) => void,
): Promise<number> {
  const { id } = await body(api.POST("/api/v1/projects", { body: project }));
  try {
    await sendFile(id, sending, onSent);
  } catch (error) {
    await api.DELETE("/api/v1/projects/{project_id}", inProject(id)).catch(() => {});
    throw error;
  }
  return id;
}

/** Which step a refusal of the service belongs to, and which field there. */
export function placeOf(error: Error): "data" | "answers" | "start" {
  if (!(error instanceof ApiError)) return "start";
  if (error.code === "bad_upload" || error.code === "too_large") return "data";
  return error.field?.startsWith("classes") ? "answers" : "start";
}
