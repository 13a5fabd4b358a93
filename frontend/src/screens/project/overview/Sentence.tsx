import { WithSettings } from "@/components/WithSettings";
import { Unbroken } from "../Unbroken";

const NAMES_SETTINGS = /\b[Ss]ettings\b/;

/** A sentence: where it names the settings it leads there, and its interval stays on one line. */
export function Sentence({ words, projectId }: { words: string; projectId: number }) {
  if (NAMES_SETTINGS.test(words)) return <WithSettings words={words} projectId={projectId} />;
  return <Unbroken words={words} />;
}
