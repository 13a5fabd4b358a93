import type { Curve } from "@/api/queries";
import { words } from "@/words/project/overview";
import { saved } from "@/words/project/saved";
import { Fact } from "./Fact";

/** Whether choosing the texts has paid. */
export function Saved({ curve, projectId }: { curve: Curve; projectId: number }) {
  return <Fact projectId={projectId} title={words.whatItSaved} {...saved(curve)} />;
}
