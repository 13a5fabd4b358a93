import { words } from "@/words/data/files";
import { isGzip, NotATable } from "./sniff";

/** So much is read between two breaths of the page. */
const CHUNK = 512 * 1024;
const MAGIC_BYTES = 2;

/** Whether a file is packed with gzip, whatever its name is. */
export async function isPacked(file: Blob): Promise<boolean> {
  return isGzip(new Uint8Array(await file.slice(0, MAGIC_BYTES).arrayBuffer()));
}

/** The bytes of a file as they come, unpacked if need be. Throws NotATable for a gzip file that can't be
 * unpacked.
 *
 * Whoever stops reading stops the unpacking: nothing is unpacked that nobody takes. To cancel it
 * besides could close a stream that Node is about to close itself, an error that nobody can catch. */
export async function* unpacked(
  file: Blob,
  packed: boolean,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (!packed) {
    for (let from = 0; from < file.size; from += CHUNK)
      yield new Uint8Array(await file.slice(from, from + CHUNK).arrayBuffer());
    return;
  }
  const reader = streamOf(file, packed).getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(refuse);
    if (done) return;
    yield value;
  }
}

function refuse(): never {
  throw new NotATable(words.brokenGzip);
}

/** The content of a file, unpacked if need be. */
export const streamOf = (file: Blob, packed: boolean): ReadableStream<Uint8Array<ArrayBuffer>> =>
  packed ? file.stream().pipeThrough(new DecompressionStream("gzip")) : file.stream();

/** The first `length` bytes, or all there are. */
export async function headOf(
  file: Blob,
  packed: boolean,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const head = new Uint8Array(length);
  let filled = 0;
  for await (const chunk of unpacked(file, packed)) {
    head.set(chunk.subarray(0, length - filled), filled);
    filled = Math.min(length, filled + chunk.length);
    if (filled === length) break;
  }
  return head.subarray(0, filled);
}
