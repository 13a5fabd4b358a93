import { Button } from "@mantine/core";
import { QuietPage } from "@/components/QuietPage";

/** Another tab of the same browser labels this project: two would ask for the same texts, and the
 * second answer would silently replace the first. */
export function Elsewhere({ take }: { take(): void }) {
  return (
    <QuietPage title="You are labelling this project in another tab">
      <p>Go on here, and the other tab stops. No answer is lost.</p>
      <Button onClick={take}>Label here</Button>
    </QuietPage>
  );
}
