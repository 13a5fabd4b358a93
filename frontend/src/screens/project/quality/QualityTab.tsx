import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { agreement, quality } from "@/api/quality";
import type { Project } from "@/api/queries";
import { Lines } from "@/components/page/Loading";
import { Problem } from "@/components/Problem";
import { unbroken } from "@/words/terms/reasons";
import { because, headline, words } from "@/words/quality/quality";
import agreementStyles from "../review/agreement/Agreement.module.css";
import { Mixed } from "../review/agreement/Mixed";
import { ByClass } from "./ByClass";
import { TwoRounds } from "./Compared";
import { Confidence } from "./Confidence";
import { Files } from "./Files";
import { Groups } from "./Groups";
import { Mistakes } from "./Mistakes";
import { Suspects } from "./Suspects";
import { TimeLine } from "./TimeLine";
import styles from "./Quality.module.css";

/** How good the model is, class by class; and apart from it what people mix up. */
export default function QualityTab({ project }: { project: Project }) {
  const { data, error, refetch } = useQuery(quality(project.id));
  const { data: people } = useQuery(agreement(project.id));
  if (!data) return error ? <Problem error={error} retry={() => void refetch()} /> : <Lines />;
  return (
    <div className={styles.screen}>
      {data.round === null ? (
        <p className={agreementStyles.nothing}>{data.reason && unbroken(data.reason)}</p>
      ) : (
        <>
          <h2 className={agreementStyles.headline}>
            <bdi>{headline(data)}</bdi>
          </h2>
          <p className={agreementStyles.what}>{because(data)}</p>
          <ByClass quality={data} />
          <Groups quality={data} />
          <Suspects project={project} quality={data} />
          <Mistakes project={project} quality={data} />
          {data.confidence.length > 0 && <Confidence quality={data} />}
          <TwoRounds project={project} quality={data} />
        </>
      )}
      {people && people.mixed.length > 0 && (
        <Mixed
          projectId={project.id}
          agreement={people}
          title={words.people}
          about={words.peopleAbout}
        >
          <p className="above2">
            <Link href={`/projects/${project.id}/review?list=agreement`}>{words.seeAgreement}</Link>
          </p>
        </Mixed>
      )}
      <TimeLine project={project} />
      {data.round !== null && <Files project={project} />}
    </div>
  );
}
