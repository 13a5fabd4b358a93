import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { lastRounds, settingsHistory } from "@/api/quality";
import { curve, type Project } from "@/api/queries";
import { TextButton } from "@/components/TextButton";
import { minute } from "@/words/figures";
import { timeLine, words } from "@/words/quality/time-line";
import agreement from "../review/agreement/Agreement.module.css";
import styles from "./Quality.module.css";

const SHOWN = 12;

/** Rounds and changes of settings in one line of time: what came after what. */
export function TimeLine({ project }: { project: Project }) {
  const { data: rounds } = useQuery(lastRounds(project.id, project.round_number));
  const { data: figures } = useQuery(curve(project.id));
  const { data: settings } = useQuery(settingsHistory(project.id));
  const [all, setAll] = useState(false);
  if (!rounds || !settings || !figures) return null;
  const events = timeLine(rounds, settings, figures);
  return (
    <section className={agreement.part} aria-labelledby="time-line">
      <h3 id="time-line">{words.title}</h3>
      <ol className={styles.line}>
        {(all ? events : events.slice(0, SHOWN)).map(({ key, at, what, round }) => (
          <li key={key} data-round={round || undefined}>
            <time dateTime={at} className="quiet">
              {minute(at)}
            </time>
            <span>{what}</span>
          </li>
        ))}
      </ol>
      {events.length > SHOWN && (
        <TextButton onClick={() => setAll(!all)}>
          {all ? words.fewer : words.all(events.length)}
        </TextButton>
      )}
    </section>
  );
}
