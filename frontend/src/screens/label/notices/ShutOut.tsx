import { Link } from "wouter";
import { QuietPage } from "@/components/page/QuietPage";
import { words } from "@/words/label/label";

/** The project was deleted, or whoever labels was taken out of it: `lost` answers never arrived. */
export function ShutOut({ lost }: { lost: number }) {
  return (
    <QuietPage title={words.shutOutTitle}>
      <p>{words.shutOutReason}</p>
      <p role="alert">{lost > 0 ? words.answersWereNotDelivered(lost) : words.allDelivered}</p>
      <Link href="/">{words.toTheProjects}</Link>
    </QuietPage>
  );
}
