import { NativeSelect } from "@mantine/core";
import { BadLines } from "./BadLines";
import styles from "./DataStep.module.css";
import { DropArea } from "./DropArea";
import page from "./NewProject.module.css";
import { Preview } from "./Preview";
import type { Reading } from "./read-file";
import { ENCODINGS } from "./sniff";
import { writtenAs } from "./table";
import type { DraftState } from "./use-draft";
import type { FileState } from "./use-file";

interface DataStepProps {
  file: FileState;
  draft: DraftState;
  /** What the service said against the file. */
  refused: string | undefined;
}

/** The texts: a file, and at once what is in it. */
export function DataStep({ file, draft, refused }: DataStepProps) {
  const choose = (chosen: File) => {
    draft.change({ text: null, label: null });
    file.choose(chosen);
  };
  const error = refused ?? file.error;
  return (
    <div className={styles.data}>
      <DropArea chosen={file.file} onFile={choose} />
      {error && (
        <p role="alert" className={page.error}>
          {error}
        </p>
      )}
      {file.reading && <Found reading={file.reading} file={file} draft={draft} />}
    </div>
  );
}

function Found({ reading, file, draft }: { reading: Reading } & Omit<DataStepProps, "refused">) {
  const { table, meaning } = reading;
  const doubtful = reading.encoding !== "utf-8" || file.encoding !== null;
  return (
    <>
      <div className={styles.choices}>
        <NativeSelect
          label="The texts are in"
          data={table.columns.filter((name, at, all) => all.indexOf(name) === at)}
          value={meaning.text}
          disabled={table.columns.length < 2}
          onChange={(event) => draft.change({ text: event.currentTarget.value })}
        />
        {doubtful && (
          <NativeSelect
            label="Encoding"
            data={ENCODINGS.map(([value, label]) => ({ value, label }))}
            value={reading.encoding}
            onChange={({ currentTarget }) => {
              const found = ENCODINGS.find(([value]) => value === currentTarget.value);
              if (found) file.setEncoding(found[0]);
            }}
          />
        )}
        <p className={styles.counted} role="status">
          {table.read.toLocaleString("en")} {table.read === 1 ? "row" : "rows"}
          {table.done ? "" : " so far"}
          <span className={page.small}>
            {writtenAs(table)}
            {meaning.id !== null && `; ids in “${meaning.id}”`}
          </span>
        </p>
      </div>
      {table.kept > 0 && <Preview table={table} text={meaning.text} />}
      <BadLines table={table} />
    </>
  );
}
