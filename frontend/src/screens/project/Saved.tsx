import type { Curve } from "@/api/queries";
import { Fact } from "./Fact";
import { saved } from "@/words/project/saved";

/** Whether choosing the texts has paid. */
export function Saved({ curve }: { curve: Curve }) {
  return <Fact title="Labels saved, at least" {...saved(curve)} />;
}
