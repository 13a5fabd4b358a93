import { words } from "@/words/label/label";

/** That the target is reached, which stops nobody. */
export function Enough({ asks }: { asks: boolean }) {
  return <>{asks ? words.enoughAskTheOwner : words.enough}</>;
}
