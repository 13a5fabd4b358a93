import { gunzipSync } from "fflate";
import { decompress as decompressZstd } from "fzstd";
import {
  type AsyncBuffer,
  type Compressors,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
} from "hyparquet";
import { words } from "@/words/data/files";
import { type Naming, namings } from "../labels/class-labels";
import type { RawRow } from "./rows";
import { NotATable } from "./sniff";

/** What writers use, besides snappy, which the reader knows itself. Its own package of the rest
 * needs WebAssembly, which the content security policy keeps out. */
const COMPRESSORS: Compressors = {
  GZIP: (page) => gunzipSync(page),
  ZSTD: (page, length) => decompressZstd(page, new Uint8Array(length)),
};
const KNOWN = new Set(["UNCOMPRESSED", "SNAPPY", ...Object.keys(COMPRESSORS)]);
/** Rows taken at a time: few enough that the page stays awake. */
const SLICE = 5_000;

/** A Parquet file: its columns and its number of rows are known before any row is read. */
export interface Parquet {
  columns: string[];
  total: number;
  rows(most: number): AsyncGenerator<RawRow[]>;
}

/** Opens a Parquet file; of its bytes, only what is asked for is read. Throws NotATable. */
export async function openParquet(file: Blob): Promise<Parquet> {
  const source: AsyncBuffer = {
    byteLength: file.size,
    slice: (start, end) => file.slice(start, end).arrayBuffer(),
  };
  const metadata = await parquetMetadataAsync(source).catch(refuse);
  const codecs = metadata.row_groups.flatMap(({ columns }) =>
    columns.map((c) => c.meta_data?.codec),
  );
  const strange = codecs.find((codec) => codec !== undefined && !KNOWN.has(codec));
  if (strange) throw new NotATable(words.thisParquetFileIs(strange));
  const total = Number(metadata.num_rows);
  const named = namings(metadata.key_value_metadata);
  return {
    columns: parquetSchema(metadata).children.map(({ element }) => element.name),
    total,
    async *rows(most) {
      const end = Math.min(most, total);
      for (let rowStart = 0; rowStart < end; rowStart += SLICE) {
        const rowEnd = Math.min(rowStart + SLICE, end);
        const options = { file: source, metadata, rowStart, rowEnd, compressors: COMPRESSORS };
        const found = await parquetReadObjects(options).catch(refuse);
        yield found.map((fields, at) => ({
          line: rowStart + at + 1,
          fields: withNames(fields, named),
        }));
      }
    },
  };
}

function withNames(fields: Record<string, unknown>, named: Map<string, Naming>) {
  for (const [name, naming] of named) if (name in fields) fields[name] = naming(fields[name]);
  return fields;
}

function refuse(): never {
  throw new NotATable(words.brokenParquet);
}
