import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Problem } from "@/components/Problem";
import { TextButton } from "@/components/TextButton";
import { words } from "@/words/certificates/label-the-rest";
import { Card } from "../../Card";
import { Issued } from "./Issued";
import card from "../../Card.module.css";
import { Offers } from "./Offers";
import { UnderWay } from "./UnderWay";
import { certifying } from "@/api/certificates";

interface LabelTheRestProps {
  projectId: number;
  /** Whether more can be begun, or taken back. */
  changes: boolean;
}

/** The machine's labels for what has none: what it would take, how far it is, and what it gave. */
export function LabelTheRest({ projectId, changes }: LabelTheRestProps) {
  const [checks, setChecks] = useState(200);
  const [anew, setAnew] = useState(false);
  const { data, error, refetch } = useQuery(certifying(projectId, checks));
  if (!changes && !data?.issued) return null;
  return (
    <Card title={words.title}>
      <div className={card.form}>
        {error && !data && <Problem error={error} retry={() => void refetch()} />}
        {data?.issued && (
          <Issued projectId={projectId} certificate={data.issued} changes={changes} />
        )}
        {changes && data?.under_way && (
          <UnderWay projectId={projectId} certificate={data.under_way} />
        )}
        {changes && data && !data.under_way && data.issued && !anew && (
          <p>
            <TextButton onClick={() => setAnew(true)}>{words.anew}</TextButton>
          </p>
        )}
        {changes && data && !data.under_way && (!data.issued || anew) && (
          <Offers projectId={projectId} found={data} checks={checks} onChecks={setChecks} />
        )}
      </div>
    </Card>
  );
}
