import { Button, NativeSelect } from "@mantine/core";
import type { Reading } from "@/files/read-file";
import { ENCODINGS } from "@/files/formats/sniff";
import { writtenAs } from "@/files/table";
import type { FileState } from "@/files/use-file";
import { words } from "@/words/data/data";
import { refusal } from "@/words/project/data/imports";
import { BadLines } from "./BadLines";
import styles from "./Data.module.css";
import { DropArea } from "./DropArea";
import { FirstLine, isFirstLineInDoubt, MannerFields } from "./MannerFields";
import { Preview } from "./Preview";

interface DataChooserProps {
  file: FileState;
  onFile(file: File): void;
  /** Another column was chosen for the texts. */
  onText(column: string): void;
  /** What the service said against the file. */
  refused: string | undefined;
}

/** Takes a file, and shows at once what is in it. */
export function DataChooser({ file, onFile, onText, refused }: DataChooserProps) {
  const error = refused ?? file.error;
  return (
    <div className="stack gap4">
      <DropArea chosen={file.file} onFile={onFile} />
      {error && (
        <p role="alert" className="error">
          {refusal(error)}
        </p>
      )}
      {file.isOpenQuote && (
        <div>
          <Button variant="default" onClick={() => file.setManner({ letters: true })}>
            {words.marksAreLetters(0)}
          </Button>
        </div>
      )}
      {file.reading && <Found reading={file.reading} file={file} onText={onText} />}
    </div>
  );
}

type FoundProps = { reading: Reading } & Pick<DataChooserProps, "file" | "onText">;

function Found({ reading, file, onText }: FoundProps) {
  const { table, meaning } = reading;
  const doubtful = reading.encoding !== "utf-8" || file.encoding !== null;
  return (
    <>
      <div className={styles.choices}>
        <NativeSelect
          label={words.theTextsAreIn}
          data={table.columns.filter((name, at, all) => all.indexOf(name) === at)}
          value={meaning.text}
          disabled={table.columns.length < 2}
          onChange={(event) => onText(event.currentTarget.value)}
        />
        {doubtful && (
          <NativeSelect
            label={words.encoding}
            data={ENCODINGS.map(([value, label]) => ({ value, label }))}
            value={reading.encoding}
            onChange={({ currentTarget }) => {
              const found = ENCODINGS.find(([value]) => value === currentTarget.value);
              if (found) file.setEncoding(found[0]);
            }}
          />
        )}
        {isFirstLineInDoubt(reading, file) && <FirstLine reading={reading} file={file} />}
        <Counted reading={reading} />
      </div>
      <MannerFields reading={reading} file={file} />
      {table.kept > 0 && <Preview table={table} text={meaning.text} />}
      <BadLines table={table} />
    </>
  );
}

/** How many rows there are, as far as one knows, and how the file is written. */
function Counted({ reading: { table, meaning } }: { reading: Reading }) {
  const rows = table.total ?? table.read;
  const more = table.total === null && !table.whole;
  return (
    <p className={styles.counted} role="status">
      {!more ? words.rows(rows) : table.done ? words.moreThan(rows) : words.soFar(rows)}
      <span className="small quiet">
        {writtenAs(table)}
        {meaning.id !== null && words.idsIn(meaning.id)}
        {table.done && !table.whole && words.partialNote}
      </span>
    </p>
  );
}
