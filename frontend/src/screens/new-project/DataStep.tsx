import { DataChooser } from "@/components/data/DataChooser";
import type { FileState } from "@/files/use-file";
import type { DraftState } from "./use-draft";

interface DataStepProps {
  file: FileState;
  draft: DraftState;
  /** What the service said against the file. */
  refused: string | undefined;
}

/** The texts: a file, and at once what is in it. */
export function DataStep({ file, draft, refused }: DataStepProps) {
  return (
    <DataChooser
      file={file}
      onFile={(chosen) => {
        draft.change({ text: null, label: null, kind: null, labels: null });
        file.choose(chosen);
      }}
      onText={(text) => draft.change({ text, labels: null })}
      refused={refused}
    />
  );
}
