import { useLayoutEffect, useState } from "react";
import { bringsFiles } from "@/components/page/stray-files";
import { LARGEST_FILE, LONGEST_TEXT } from "@/files/limits";
import { pastedFormat } from "@/files/formats/sniff";
import { words } from "@/words/data/data";
import { bytes } from "@/words/figures";
import styles from "./Data.module.css";

const NAMES = {
  csv: words.pastedRowsCsv,
  ndjson: words.pastedRowsNdjson,
  json: words.pastedRowsJson,
  lines: words.pastedTextsTxt,
};
const TYPES = ".csv,.tsv,.ndjson,.jsonl,.json,.parquet,.txt,.gz,text/csv,text/plain";

interface DropAreaProps {
  chosen: File | null;
  onFile(file: File): void;
}

/** Takes a file in: clicked, dropped or pasted. With one, it becomes the line that names it. */
export function DropArea({ chosen, onFile }: DropAreaProps) {
  const over = useDrop(onFile);
  usePaste(onFile);
  return (
    <label
      className={styles.drop}
      data-chosen={chosen !== null || undefined}
      data-over={over || undefined}
    >
      <input
        type="file"
        className={styles.input}
        accept={TYPES}
        aria-label={chosen ? words.chooseAnotherFile(chosen.name) : words.chooseAFile}
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
            {chosen.name} <span className="small quiet">{bytes(chosen.size)}</span>
          </span>
          <span className={styles.another}>{words.anotherFile}</span>
        </>
      ) : (
        <>
          <span className={styles.file}>{words.dropHint}</span>
          <span className="quiet">{words.formatsHint(LARGEST_FILE, LONGEST_TEXT)}</span>
        </>
      )}
    </label>
  );
}

/** A file may be dropped anywhere on the page, also beside the box. Whether one is over it. */
function useDrop(onFile: (file: File) => void): boolean {
  const [over, setOver] = useState(false);
  useLayoutEffect(() => {
    const enter = (event: DragEvent) => {
      if (!bringsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file) onFile(file);
    };
    document.addEventListener("dragover", enter);
    document.addEventListener("dragleave", leave);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragover", enter);
      document.removeEventListener("dragleave", leave);
      document.removeEventListener("drop", drop);
    };
  }, [onFile]);
  return over;
}

/** What is pasted anywhere but into a field: a file, or rows copied from a sheet. */
function usePaste(onFile: (file: File) => void): void {
  useLayoutEffect(() => {
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
