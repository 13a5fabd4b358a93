import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Project } from "@/api/queries";
import { Dialog } from "@/components/dialog/Dialog";
import { TextButton } from "@/components/TextButton";
import { duration } from "@/words/figures";
import { type Bill, howEstimated, inShort, lines } from "@/words/project/overview/bill";
import { words } from "@/words/project/overview/overview";
import cardStyles from "../Card.module.css";
import styles from "../curve/Curve.module.css";
import { Fact } from "./Fact";
import { bill as billQuery, jobKinds } from "@/api/project";

/** What the project has cost so far: a figure and a sentence, and all of it behind them. */
export function Cost({ project }: { project: Project }) {
  const { data: bill, error } = useQuery(billQuery(project.id));
  const [open, setOpen] = useState(false);
  const told = bill ? inShort(bill) : UNREAD;
  return (
    <Fact
      projectId={project.id}
      title={words.whatItCost}
      {...(bill || error ? told : { figure: "", sentence: "" })}
    >
      {bill && <TextButton onClick={() => setOpen(true)}>{words.inDetail}</TextButton>}
      {bill && open && <Details project={project} bill={bill} onClose={() => setOpen(false)} />}
    </Fact>
  );
}

const UNREAD = { figure: "–", sentence: words.unreadable };

interface DetailsProps {
  project: Project;
  bill: Bill;
  onClose(): void;
}

function Details({ project, bill, onClose }: DetailsProps) {
  return (
    <Dialog title={words.whatItCost} wide onClose={onClose}>
      <div className={styles.tables}>
        <Lines project={project} bill={bill} />
        <Kinds bill={bill} />
      </div>
      <p className={styles.small}>{howEstimated(bill.energy)}</p>
    </Dialog>
  );
}

function Lines({ project, bill }: Omit<DetailsProps, "onClose">) {
  return (
    <table className={cardStyles.table}>
      <caption className="unseen">{words.whatTheProjectCost}</caption>
      <tbody>
        {lines(bill, project).map(([name, words]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className={styles.words}>{words}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Kinds({ bill }: { bill: Bill }) {
  const { data: kinds = [] } = useQuery(jobKinds);
  const titles = new Map(kinds.map(({ name, title }) => [name, title]));
  if (bill.compute.kinds.length === 0) return null;
  return (
    <table className={cardStyles.table}>
      <caption className="unseen">{words.kindsCaption}</caption>
      <thead>
        <tr>
          <th scope="col">{words.work}</th>
          <th scope="col">{words.jobs}</th>
          <th scope="col">{words.cpu}</th>
          <th scope="col">{words.memory}</th>
        </tr>
      </thead>
      <tbody>
        {bill.compute.kinds.map(({ kind, jobs, cpu_seconds, peak_bytes }) => (
          <tr key={kind}>
            <td>{titles.get(kind) ?? kind}</td>
            <td title={words.jobCount(jobs)}>{jobs}</td>
            <td>{duration(cpu_seconds)}</td>
            <td>{peak_bytes > 0 ? words.atMostOf(peak_bytes) : "–"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
