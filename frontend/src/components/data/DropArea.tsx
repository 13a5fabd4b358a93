import { type DragEvent, useEffect, useState } from "react";
import { LARGEST_FILE, LONGEST_TEXT } from "@/files/limits";
import { pastedFormat } from "@/files/sniff";
import styles from "./Data.module.css";

const NAMES = {
  csv: "Pasted rows.csv",
  ndjson: "Pasted rows.ndjson",
  json: "Pasted rows.json",
  lines: "Pasted texts.txt",
};
const TYPES = ".csv,.tsv,.ndjson,.jsonl,.json,.parquet,.txt,.gz,text/csv,text/plain";
const units = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

interface DropAreaProps {
  chosen: File | null;
  onFile(file: File): void;
}

/** Takes a file in: clicked, dropped or pasted. With one, it becomes the line that names it. */
export function DropArea({ chosen, onFile }: DropAreaProps) {
  const [over, setOver] = useState(false);
  usePaste(onFile);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
  };
  return (
    <label
      className={styles.drop}
      data-chosen={chosen !== null || undefined}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        type="file"
        className={styles.input}
        accept={TYPES}
        aria-label={chosen ? `${chosen.name}. Choose another file` : "Choose a file"}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) onFile(file);
          // The same file may be chosen again, mended meanwhile.
          currentTarget.value = "";
        }}
      />
      {chosen ? (
        <>
          <span className={styles.file}>
            {chosen.name} <span className={styles.small}>{size(chosen.size)}</span>
          </span>
          <span className={styles.another}>Another file</span>
        </>
      ) : (
        <>
          <span className={styles.file}>Drop a file, click to choose one, or paste rows</span>
          <span className={styles.quiet}>
            CSV or TSV with a header line, NDJSON, a JSON array or Parquet, each also as .gz. Up to{" "}
            {LARGEST_FILE}; a text has at most {LONGEST_TEXT.toLocaleString("en")} characters.
          </span>
        </>
      )}
    </label>
  );
}

/** What is pasted anywhere but into a field: a file, or rows copied from a sheet. */
function usePaste(onFile: (file: File) => void): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const typing = event.target instanceof Element && event.target.closest("input, textarea");
      const isFileInput = typing instanceof HTMLInputElement && typing.type === "file";
      if ((typing && !isFileInput) || !event.clipboardData) return;
      const [file] = event.clipboardData.files;
      const text = event.clipboardData.getData("text/plain");
      if (file) onFile(file);
      else if (text.trim() !== "") onFile(new File([text], NAMES[pastedFormat(text)]));
    };
    window.addEventListener("paste", paste);
    return () => window.removeEventListener("paste", paste);
  }, [onFile]);
}

function size(bytes: number): string {
  if (bytes < 1e3) return `${bytes} bytes`;
  return bytes < 1e6 ? `${units.format(bytes / 1e3)} kB` : `${units.format(bytes / 1e6)} MB`;
}
