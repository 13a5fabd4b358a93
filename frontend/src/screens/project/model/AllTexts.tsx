import { Check } from "@/components/fields/Check";
import { useState } from "react";
import { namesOne } from "@/api/features";
import type { Project } from "@/api/queries";
import { words } from "@/words/model";
import { Card } from "../Card";
import card from "../Card.module.css";
import { FormatLinks } from "../FormatLinks";

/** What the model says of every text of the project, to take away. */
export function AllTexts({ project }: { project: Project }) {
  const [unblinded, setUnblinded] = useState(false);
  const address = (format: string) =>
    `/api/v1/projects/${project.id}/predictions?format=${format}${unblinded ? "&unblinded=true" : ""}`;
  return (
    <Card title={words.all}>
      <div className={card.form}>
        <p className="quiet">{namesOne(project) ? words.allMore : words.allMoreOfSets}</p>
        <Check checked={unblinded} onChange={setUnblinded}>
          {words.unblinded}
        </Check>
        <div className="wrap gap2">
          <FormatLinks address={address} />
        </div>
      </div>
    </Card>
  );
}
