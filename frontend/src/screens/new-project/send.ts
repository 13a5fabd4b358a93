import { api, body, type Schema } from "@/api/client";
import { ApiError, readProblem, Unreachable } from "@/api/errors";
import type { Encoding } from "./sniff";
import type { Format } from "./table";

type Import = Schema<"ImportAnswer">;

/** Everything that a start needs. */
export interface Start {
  project: Schema<"NewProject">;
  file: File;
  format: Format;
  encoding: Encoding;
  columns: { text: string; id: string | null; label: string | null };
}

/** Long enough that a file that can't be read is refused here, not on the next screen. */
const WAIT_SECONDS = 3;

const CONTENT_TYPES: Record<Format, string> = {
  csv: "text/csv",
  ndjson: "application/x-ndjson",
  lines: "application/x-ndjson",
};

/** Makes the project and sends the file; the project's id. A project whose file was refused is
 * taken away again, so that another try starts afresh. */
export async function startProject(
  start: Start,
  onSent: (share: number) => void,
): Promise<number> {
  const content = await inUtf8(start);
  const { id } = await body(api.POST("/api/v1/projects", { body: start.project }));
  try {
    await upload(importUrl(id, start), content, CONTENT_TYPES[start.format], onSent);
  } catch (error) {
    await api
      .DELETE("/api/v1/projects/{project_id}", { params: { path: { project_id: id } } })
      .catch(() => {});
    throw error;
  }
  return id;
}

function importUrl(project: number, { columns, file }: Start): string {
  const query = new URLSearchParams({ text: columns.text, wait: `${WAIT_SECONDS}` });
  if (columns.id !== null) query.set("id", columns.id);
  if (columns.label !== null) query.set("label", columns.label);
  query.set("file_name", file.name);
  return `/api/v1/projects/${project}/imports?${query}`;
}

/** The file as the service reads it: UTF-8, and lines of plain text as NDJSON. */
async function inUtf8({ file, format, encoding }: Start): Promise<Blob> {
  if (format === "lines") {
    const text = new TextDecoder(encoding).decode(await file.arrayBuffer());
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
    return new Blob(lines.map((line) => `${JSON.stringify({ text: line })}\n`));
  }
  if (encoding === "utf-8") return file;
  const decoded = file
    .stream()
    .pipeThrough(new TextDecoderStream(encoding))
    .pipeThrough(new TextEncoderStream());
  return new Response(decoded).blob();
}

/** Sends a body and says how far it is: what `fetch` can't. */
function upload(
  url: string,
  content: Blob,
  type: string,
  onSent: (share: number) => void,
): Promise<Import> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Content-Type", type);
    request.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new Unreachable());
    request.onload = () => {
      if (request.status < 300) return resolve(JSON.parse(request.responseText) as Import);
      const response = new Response(request.responseText, { status: request.status });
      void readProblem(response).then(reject);
    };
    request.send(content);
  });
}

/** Which step a refusal of the service belongs to, and which field there. */
export function placeOf(error: Error): "data" | "answers" | "start" {
  if (!(error instanceof ApiError)) return "start";
  if (error.code === "bad_upload" || error.code === "too_large") return "data";
  return error.field?.startsWith("classes") ? "answers" : "start";
}
