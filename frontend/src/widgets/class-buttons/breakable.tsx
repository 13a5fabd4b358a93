import type { ReactNode } from "react";

/** Names in snake_case may break after an underscore rather than in a word. */
export function breakable(text: string): ReactNode[] {
  return text
    .split(/(?<=_)/)
    .flatMap((part, index) => (index ? [<wbr key={index} />, part] : [part]));
}
