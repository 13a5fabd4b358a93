import { useQuery } from "@tanstack/react-query";
import { namesOne } from "@/api/features";
import type { Agreement } from "@/api/review";
import { ClassName } from "@/components/ClassName";
import { Lines } from "@/components/page/Loading";
import { Problem } from "@/components/Problem";
import { WithSettings } from "@/components/WithSettings";
import { duration, figure } from "@/words/figures";
import { alphaMeans, alphaWords, changedBy, missing, ranged, shared } from "@/words/review";
import { words } from "@/words/review";
import { liveStats } from "@/api/project";
import styles from "./Agreement.module.css";
import { AgreementTable } from "./AgreementTable";
import { useReview } from "../context";
import { Interval } from "../../Interval";
import { Mixed } from "./Mixed";
import { Pairs } from "./Pairs";

/** How far people agree: all together, each of them, on each class. Nobody is ranked. */
export function AgreementPanel() {
  const { project, service } = useReview();
  const found = useQuery({
    queryKey: ["projects", project.id, "review", "agreement"],
    queryFn: service.agreement,
  });
  if (found.error && !found.data)
    return <Problem error={found.error} retry={() => void found.refetch()} />;
  if (!found.data) return <Lines />;
  const { data } = found;
  if (data.items === 0)
    return (
      <p className={styles.nothing}>
        <WithSettings words={shared(data)} projectId={project.id} section="how-people-label" />
      </p>
    );
  const measurable = data.classes.filter(({ agreement }) => agreement.items > 0);
  return (
    <>
      <h2 className={styles.headline}>{alphaWords(data)}</h2>
      <p className={styles.what}>
        {shared(data)} {data.alpha.value !== null && alphaMeans(!namesOne(project))}
      </p>
      <People agreement={data} projectId={project.id} />
      <Pairs agreement={data} />
      <AgreementTable
        id="of-classes"
        title={words.onEachClass}
        of={words.class}
        rows={measurable.map(({ class_id: key, name, agreement }) => ({
          key,
          name: <ClassName name={name} />,
          agreement,
        }))}
      />
      <Mixed
        projectId={project.id}
        agreement={data}
        title={words.mixedUp}
        about={words.mixedAbout}
      />
    </>
  );
}

function People({ agreement, projectId }: { agreement: Agreement; projectId: number }) {
  const { data: stats } = useQuery(liveStats(projectId));
  const pace = new Map(stats?.people.map((one) => [one.user_id, one]));
  const showsPace = [...pace.values()].some(({ median_seconds: median }) => median !== null);
  const people = agreement.people.toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <section className={styles.part} aria-labelledby="of-people">
      <h3 id="of-people">{words.peopleTitle}</h3>
      {people.some(({ change }) => change.value !== null) && (
        <p className={styles.what}>{words.changeAbout}</p>
      )}
      <div className={styles.scroll} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col" className={styles.pace}>
                {words.answers}
              </th>
              {showsPace && (
                <th scope="col" className={styles.pace}>
                  {words.median}
                </th>
              )}
              <th scope="col" className={styles.wide}>
                {words.agreementWithTheOthers}
              </th>
              <th scope="col" className={styles.change}>
                {words.changeColumn}
              </th>
              <th scope="col" className={styles.wide}>
                {words.sameColumn}
              </th>
            </tr>
          </thead>
          <tbody>
            {people.map(({ user_id, name, agreement: beyond, change, with_labels: same }) => {
              const median = pace.get(user_id)?.median_seconds ?? null;
              const answers = pace.get(user_id)?.answers;
              return (
                <tr key={user_id}>
                  <td>
                    <bdi>{name}</bdi>
                  </td>
                  <td className={styles.pace}>{answers === undefined ? "–" : figure(answers)}</td>
                  {showsPace && (
                    <td className={styles.pace}>{median === null ? "–" : duration(median)}</td>
                  )}
                  <td>
                    <Interval
                      of={beyond}
                      words={ranged(beyond, "agreement")}
                      missing={missing(beyond)}
                    />
                  </td>
                  <td className="figures">
                    {changedBy(change) ?? <span className="quiet">{words.tooFewForChange}</span>}
                  </td>
                  <td>
                    <Interval of={same} words={ranged(same, "share")} missing={missing(same)} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
