import { useEffect, useState } from "react";
import { words } from "@/words/data/files";
import { type Manner, USUAL } from "./manner";
import { type Reading, readFile } from "./read-file";
import { type Encoding, NotATable, OpenQuote } from "./formats/sniff";

export interface FileState {
  file: File | null;
  reading: Reading | null;
  error: string | null;
  choose(file: File | null): void;
  /** The encoding that the person chose; null leaves it to the file. */
  encoding: Encoding | null;
  setEncoding(encoding: Encoding): void;
  /** How a table is read, as far as the person has said. */
  manner: Manner;
  setManner(part: Partial<Manner>): void;
  /** Whether the error is a quotation mark, which may be a letter like others. */
  isOpenQuote: boolean;
}

/** Where a chosen file outlives the page. */
export interface Shelf {
  keep(file: File): Promise<void>;
  kept(): Promise<File | null>;
  drop(): Promise<void>;
}

/** The file, and what is known of it so far. It is read again when another column or encoding is
 * chosen; until then the last reading stays, so that nothing flickers. */
export function useFile(text: string | null, shelf?: Shelf): FileState {
  const [file, setFile] = useState<File | null>(null);
  const [encoding, setEncoding] = useState<Encoding | null>(null);
  const [reading, setReading] = useState<Reading | null>(null);
  const [manner, setManner] = useState(USUAL);
  const [failure, setFailure] = useState<unknown>(null);

  useEffect(() => {
    void shelf?.kept().then((kept) => setFile((chosen) => chosen ?? kept));
  }, [shelf]);

  useEffect(() => {
    if (!file) return;
    const stop = new AbortController();
    const report = (found: Reading) => {
      if (!stop.signal.aborted) setReading(found);
    };
    readFile(file, { text, encoding, manner }, report, stop.signal).catch((reason: unknown) => {
      if (stop.signal.aborted) return;
      setReading(null);
      setFailure(reason);
    });
    return () => stop.abort();
  }, [file, text, encoding, manner]);

  const choose = (chosen: File | null) => {
    setFile(chosen);
    setEncoding(null);
    setManner(USUAL);
    setReading(null);
    setFailure(null);
    void (chosen ? shelf?.keep(chosen) : shelf?.drop());
  };
  return {
    file,
    reading,
    error: failure === null ? null : messageOf(failure),
    isOpenQuote: failure instanceof OpenQuote,
    choose,
    encoding,
    setEncoding,
    manner,
    setManner: (part) => {
      setFailure(null);
      setManner((before) => ({ ...before, ...part }));
    },
  };
}

const messageOf = (failure: unknown): string =>
  failure instanceof NotATable ? failure.message : words.unreadable;
