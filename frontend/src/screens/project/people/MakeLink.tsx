import { Wrong } from "@/components/Wrong";
import { Button } from "@mantine/core";
import { words } from "@/words/project/people";

interface MakeLinkProps {
  making: { isPending: boolean; error: Error | null; mutate(): void };
}

/** The button that makes a link, and what went wrong. */
export function MakeLink({ making }: MakeLinkProps) {
  return (
    <>
      <Button loading={making.isPending} onClick={() => making.mutate()}>
        {words.makeALink}
      </Button>
      <Wrong error={making.error} />
    </>
  );
}
