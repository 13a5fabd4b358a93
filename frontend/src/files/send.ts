import { readProblem, Unreachable } from "@/state/errors";
import type { Import } from "@/api/queries";
import { streamOf } from "./formats/bytes";
import type { LabelUse } from "./labels/labels";
import type { Manner } from "./manner";
import { type Encoding, notIn, NotATable } from "./formats/sniff";
import type { Format } from "./table";

/** A file, how it is written, and what its columns mean. */
export interface Sending {
  file: File;
  format: Format;
  encoding: Encoding;
  packed: boolean;
  columns: { text: string; id: string | null; label: string | null };
  labels: LabelUse;
  /** What stands between the labels of a cell, where there may be several. */
  separator: string | null;
  role: Import["role"];
  manner: Manner;
}

/** Long enough that a file that can't be read is refused here, not on the next screen. */
const WAIT_SECONDS = 3;

const CONTENT_TYPES: Record<Format, string> = {
  csv: "text/csv",
  ndjson: "application/x-ndjson",
  lines: "application/x-ndjson",
  json: "application/json",
  parquet: "application/vnd.apache.parquet",
};

/** Sends a file into a project, and says how far it is. */
export async function sendFile(
  project: number,
  sending: Sending,
  onSent: (share: number) => void,
): Promise<Import> {
  const content = await inUtf8(sending);
  return upload(importUrl(project, sending), content, CONTENT_TYPES[sending.format], onSent);
}

function importUrl(
  project: number,
  { columns, file, format, labels, role, separator, manner }: Sending,
): string {
  const query = new URLSearchParams({ text: columns.text, role, wait: `${WAIT_SECONDS}` });
  const label = labels.column ?? columns.label;
  if (columns.id !== null) query.set("id", columns.id);
  if (label !== null) query.set("label", label);
  // Said in any case: nobody is warned of labels that they saw, and left alone.
  if (role === "pool" || labels.column !== null)
    query.set("labels", labels.column === null ? "ignore" : "import");
  if (labels.column !== null && labels.create) query.set("create_classes", "true");
  if (labels.column !== null && labels.fold) query.set("fold_case", "true");
  if (labels.column !== null && separator) query.set("separator", separator);
  if (format === "csv") {
    // Said in any case: they have seen what the first line is.
    query.set("header", manner.rows === "unnamed" ? "none" : "first-line");
    if (manner.letters) query.set("quoting", "none");
    if (manner.joins) query.set("surplus", "text");
  }
  query.set("file_name", file.name);
  return `/api/v1/projects/${project}/imports?${query}`;
}

/** The file as the service reads it: UTF-8, and lines of plain text as NDJSON. */
async function inUtf8({ file, format, encoding, packed }: Sending): Promise<Blob> {
  if (format !== "lines" && encoding === "utf-8") return file;
  const utf8 = streamOf(file, packed)
    .pipeThrough(new TextDecoderStream(encoding, { fatal: true }))
    .pipeThrough(new TextEncoderStream());
  const refuse = (error: unknown): never => {
    throw error instanceof TypeError ? new NotATable(notIn(encoding)) : error;
  };
  if (format !== "lines") return new Response(utf8).blob().catch(refuse);
  const text = await new Response(utf8).text().catch(refuse);
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  return new Blob(lines.map((line) => `${JSON.stringify({ text: line })}\n`));
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
