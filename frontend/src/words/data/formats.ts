const NAMES: Record<string, string> = {
  csv: "CSV",
  jsonl: "JSON lines",
  parquet: "Parquet",
  xlsx: "Excel",
};

/** What people call a kind of file, by how its name ends. */
export const formatName = (name: string): string => NAMES[name] ?? name.toUpperCase();
