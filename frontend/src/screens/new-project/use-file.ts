import { useEffect, useState } from "react";
import { dropFile, keepFile, keptFile } from "./kept-file";
import { type Reading, readFile } from "./read-file";
import { type Encoding, NotATable } from "./sniff";

export interface FileState {
  file: File | null;
  reading: Reading | null;
  error: string | null;
  choose(file: File | null): void;
  /** The encoding that the person chose; null leaves it to the file. */
  encoding: Encoding | null;
  setEncoding(encoding: Encoding): void;
}

/** The file, and what is known of it so far. It is read again when another column or encoding is
 * chosen; until then the last reading stays, so that nothing flickers. */
export function useFile(text: string | null): FileState {
  const [file, setFile] = useState<File | null>(null);
  const [encoding, setEncoding] = useState<Encoding | null>(null);
  const [reading, setReading] = useState<Reading | null>(null);
  const [error, setError] = useState<string | null>(null);

  useEffect(() => {
    void keptFile().then((kept) => setFile((chosen) => chosen ?? kept));
  }, []);

  useEffect(() => {
    if (!file) return;
    const stop = new AbortController();
    const tell = (found: Reading) => {
      if (!stop.signal.aborted) setReading(found);
    };
    readFile(file, { text, encoding }, tell, stop.signal).catch((reason: unknown) => {
      if (stop.signal.aborted) return;
      setReading(null);
      setError(
        reason instanceof NotATable ? reason.message : "This file could not be read. Choose it again.",
      );
    });
    return () => stop.abort();
  }, [file, text, encoding]);

  const choose = (chosen: File | null) => {
    setFile(chosen);
    setEncoding(null);
    setReading(null);
    setError(null);
    void (chosen ? keepFile(chosen) : dropFile());
  };
  return { file, reading, error, choose, encoding, setEncoding };
}
