import { NativeSelect } from "@mantine/core";
import { Check } from "@/components/fields/Check";
import { ROWS, type Rows } from "@/files/manner";
import type { Reading } from "@/files/read-file";
import type { FileState } from "@/files/use-file";
import { words } from "@/words/data/data";

interface MannerFieldsProps {
  reading: Reading;
  file: FileState;
}

/** Asked where a table may be meant otherwise than it was read: what its first line is. */
export function FirstLine({ reading, file }: MannerFieldsProps) {
  const rows = file.manner.rows ?? reading.manner.rows ?? "named";
  return (
    <NativeSelect
      label={words.firstLine}
      data={ROWS.map((value) => ({ value, label: words.firstLines[value] }))}
      value={rows}
      onChange={({ currentTarget }) =>
        file.setManner({ rows: ROWS.find((one) => one === currentTarget.value) ?? rows })
      }
    />
  );
}

/** Whether it is worth asking what the first line is. */
export const isFirstLineInDoubt = ({ doubts }: Reading, { manner }: FileState): boolean =>
  manner.rows !== null || doubts?.isLikeARow === true;

/** What the first line was taken for, and how rows are kept that would be left out. A choice is
 * shown at once; what it does, when the file is read again. */
export function MannerFields({ reading: { doubts, manner: read }, file }: MannerFieldsProps) {
  const { manner, setManner } = file;
  if (!doubts) return null;
  return (
    <>
      {doubts.isLikeARow && (
        <p role="status" className="small">
          {firstLineAs(read.rows ?? "named", doubts.begins)}
        </p>
      )}
      {(doubts.longer > 0 || manner.joins) && (
        <Check checked={manner.joins} onChange={(joins) => setManner({ joins })}>
          {words.commasInTexts(doubts.longer)}
        </Check>
      )}
      {(doubts.quotes > 0 || manner.letters) && (
        <Check checked={manner.letters} onChange={(letters) => setManner({ letters })}>
          {words.marksAreLetters(doubts.quotes)}
        </Check>
      )}
    </>
  );
}

const firstLineAs = (rows: Rows, begins: string): string =>
  rows === "named" ? words.tookNames(begins) : words.askedFirstLine(begins);
