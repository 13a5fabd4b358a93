/** So many of them, each with the same chance. */
export function drawn<T>(all: readonly T[], count: number): T[] {
  const left = [...all];
  for (let place = 0; place < Math.min(count, left.length); place++) {
    const other = place + Math.floor(Math.random() * (left.length - place));
    [left[place], left[other]] = [left[other]!, left[place]!];
  }
  return left.slice(0, count);
}
