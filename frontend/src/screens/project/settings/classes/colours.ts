import type { Schema } from "@/api/client";

type Colour = NonNullable<Schema<"NewClass">["colour"]>;

/** The colours that a class's mark may have, as words: each theme has its own tone of it. */
export const COLOURS = [
  "red",
  "orange",
  "yellow",
  "green",
  "teal",
  "blue",
  "violet",
  "pink",
  "brown",
  "grey",
] as const satisfies readonly Colour[];
