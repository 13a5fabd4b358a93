import type { Curve } from "@/api/queries";
import { words } from "@/words/project/overview/overview";
import { saved } from "@/words/project/overview/labels-saved";
import { Fact } from "./Fact";

/** Whether choosing the texts has paid. */
export function LabelsSaved({ curve, projectId }: { curve: Curve; projectId: number }) {
  return <Fact projectId={projectId} title={words.whatItSaved} {...saved(curve)} />;
}
