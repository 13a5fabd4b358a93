import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { REVIEW_ACTIONS } from "@/actions/review";
import type { ReviewContext } from "@/actions/review/action";
import type { ListName } from "@/words/review";
import { has } from "@/api/features";
import { every, me, type Project } from "@/api/queries";
import {
  type Disagreement,
  type ReviewNote,
  reviewService,
  type SkippedText,
  type SuspectedError,
} from "@/api/review";
import { useKeys } from "@/components/keys/use-keys";
import { useOutbox, usePast } from "@/components/sent/use-outbox";
import type { Command } from "@/state/outbox/commands";
import { Past } from "@/state/outbox/past";
import { createReviewView } from "@/state/review/view";
import { type Done, WorkList } from "@/state/review/work-list";
import { AgreementPanel } from "./agreement/AgreementPanel";
import { addressOf, Context, useReview } from "./context";
import { DisagreementDesk } from "./DisagreementDesk";
import { ErrorDesk } from "./ErrorDesk";
import { Foot } from "./Foot";
import { Lists } from "./Lists";
import { NoteDesk } from "./NoteDesk";
import { ResolvedNotes } from "./ResolvedNotes";
import { SkippedDesk } from "./SkippedDesk";
import styles from "./Review.module.css";

const FOR_ENGINEERS: readonly ListName[] = [
  "errors",
  "disagreements",
  "notes",
  "skipped",
  "agreement",
];
const FOR_MEMBERS: readonly ListName[] = ["disagreements"];
const LOOK_AGAIN = 20_000;

/** What was said, looked at again: labels that look wrong, answers that differ, notes. */
export default function ReviewTab({ project }: { project: Project }) {
  const lists = useMemo(() => listsOf(project), [project]);
  const asked = new URLSearchParams(useSearch()).get("list");
  const list = lists.find((name) => name === asked) ?? lists[0]!;
  const workings = useWorkings(project.id);
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
function listsOf(project: Project): readonly ListName[] {
  if (project.my_role === "annotator") return FOR_MEMBERS;
  return FOR_ENGINEERS.filter((name) => name !== "errors" || has(project, "suspected_errors"));
}

const byItem = {
  id: ({ item_id }: { item_id: number }) => item_id,
  text: ({ text }: { text: string }) => text,
};
const doneWith =
  (kind: "correct" | "adjudicate") =>
  (command: Command): number | null =>
    command.kind === kind ? command.itemId : null;

function useWorkings(projectId: number) {
  const queries = useQueryClient();
  const outbox = useOutbox(projectId);
  const place = usePast(projectId, "review");
  const workings = useMemo(() => {
    const service = reviewService(projectId);
    const past = <Row,>(list: ListName) =>
      new Past<Done<Row>>({ ...place, screen: `review-${list}` });
    return {
      ...{ service, outbox, view: createReviewView() },
      by: queries.getQueryData(me.queryKey)?.name ?? "",
      errors: new WorkList<SuspectedError>(
        { ...byItem, read: service.errors, doneWith: doneWith("correct") },
        outbox,
        past("errors"),
      ),
      disagreements: new WorkList<Disagreement>(
        { ...byItem, read: service.disagreements, doneWith: doneWith("adjudicate") },
        outbox,
        past("disagreements"),
      ),
      skipped: new WorkList<SkippedText>(
        {
          ...{ ...byItem, read: service.skipped },
          doneWith: (command) => (command.kind === "label" ? (command.items[0] ?? null) : null),
        },
        outbox,
        past("skipped"),
      ),
      notes: new WorkList<ReviewNote>(
        {
          id: ({ id }) => id,
          text: ({ item_text }) => item_text,
          read: service.notes,
          doneWith: (command) => (command.kind === "resolve" ? command.noteId : null),
        },
        outbox,
        past("notes"),
      ),
    };
  }, [projectId, queries, outbox, place]);
  useEffect(() => {
    const { errors, disagreements, skipped, notes } = workings;
    const stops = [errors, disagreements, skipped, notes].map((list) => list.start());
    return () => stops.forEach((stop) => stop());
  }, [workings]);
  return workings;
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
      {list === "skipped" && <SkippedDesk />}
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
