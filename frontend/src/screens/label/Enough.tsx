/** That the target is reached, which stops nobody. */
export function Enough({ asks }: { asks: boolean }) {
  return <>Enough for the target{asks && <span>: ask the owner whether to go on</span>}</>;
}
