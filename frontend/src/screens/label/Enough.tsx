/** That the target is reached, which stops nobody. */
export function Enough({ asks }: { asks: boolean }) {
  return <>Enough for the target{asks && ": ask the owner"}</>;
}
