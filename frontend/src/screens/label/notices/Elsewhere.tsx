import { Button } from "@mantine/core";
import { QuietPage } from "@/components/page/QuietPage";
import { words } from "@/words/label/label";

/** Another tab of the same browser labels this project: two would ask for the same texts, and the
 * second answer would silently replace the first. */
export function Elsewhere({ take }: { take(): void }) {
  return (
    <QuietPage title={words.youAreLabellingThis}>
      <p>{words.takeOver}</p>
      <Button onClick={take}>{words.labelHere}</Button>
    </QuietPage>
  );
}
