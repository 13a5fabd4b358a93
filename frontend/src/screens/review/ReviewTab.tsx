import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { REVIEW_ACTIONS } from "@/actions/review";
import type { ListName, ReviewContext } from "@/actions/review/action";
import { has } from "@/api/features";
import { every } from "@/api/queries";
import { reviewService } from "@/api/review";
import { useKeys } from "@/components/use-keys";
import { createReviewView } from "@/state/review/view";
import { WorkList } from "@/state/review/work-list";
import type { TabProps } from "../project/tabs";
import { AgreementPanel } from "./AgreementPanel";
import { addressOf, Context, useReview } from "./context";
import { DisagreementDesk } from "./DisagreementDesk";
import { ErrorDesk } from "./ErrorDesk";
import { Foot } from "./Foot";
import { Lists } from "./Lists";
import { NoteDesk } from "./NoteDesk";
import { ResolvedNotes } from "./ResolvedNotes";
import styles from "./ReviewTab.module.css";

const FOR_ENGINEERS: readonly ListName[] = ["errors", "disagreements", "notes", "agreement"];
const FOR_MEMBERS: readonly ListName[] = ["disagreements"];
const LOOK_AGAIN = 20_000;

/** What was said, looked at again: labels that look wrong, answers that differ, notes. */
export default function ReviewTab({ project }: TabProps) {
  const lists = useMemo(() => listsOf(project), [project]);
  const asked = new URLSearchParams(useSearch()).get("list");
  const list = lists.find((name) => name === asked) ?? lists[0]!;
  const workings = useMemo(() => makeWorkings(project.id), [project.id]);
  const [, navigate] = useLocation();
  const context = useMemo<ReviewContext>(
    () => ({
      ...{ ...workings, project, list, lists },
      go: (name) => navigate(addressOf(project.id, name)),
    }),
    [workings, project, list, lists, navigate],
  );
  return (
    <Context value={context}>
      <Screen />
    </Context>
  );
}

/** The lists that there are for this person and this kind of answer. */
function listsOf(project: TabProps["project"]): readonly ListName[] {
  if (project.my_role === "annotator") return FOR_MEMBERS;
  return FOR_ENGINEERS.filter((name) => name !== "errors" || has(project, "suspected_errors"));
}

function makeWorkings(projectId: number) {
  const service = reviewService(projectId);
  const byItem = ({ item_id }: { item_id: number }) => item_id;
  return {
    service,
    view: createReviewView(),
    errors: new WorkList(byItem, service.kit.errors),
    disagreements: new WorkList(byItem, service.disagreements),
    notes: new WorkList(({ id }: { id: number }) => id, service.notes),
  };
}

function Screen() {
  const context = useReview();
  const { list } = context;
  useKeys(REVIEW_ACTIONS, context);
  useRefreshed();
  return (
    <div className={styles.screen}>
      <Lists />
      {list === "errors" && <ErrorDesk />}
      {list === "disagreements" && <DisagreementDesk />}
      {list === "notes" && (
        <>
          <NoteDesk />
          <ResolvedNotes />
        </>
      )}
      {list === "agreement" && <AgreementPanel />}
      <Foot />
    </div>
  );
}

/** Reads all lists, for their numbers, and again from time to time: others work on them too. */
function useRefreshed(): void {
  const context = useReview();
  const { project, list, lists, view } = context;
  useEffect(() => {
    view.change({ choosing: false, replying: false });
  }, [list, view]);
  useQuery({
    queryKey: ["projects", project.id, "review", "lists"],
    queryFn: async () => {
      const works = lists.flatMap((name) => (name === "agreement" ? [] : [context[name]]));
      await Promise.all(works.map((work) => work.refresh()));
      return null;
    },
    refetchInterval: every(LOOK_AGAIN),
    staleTime: 0,
    gcTime: 0,
  });
}
