import { useMemo, useState } from "react";
import { useMutation } from "@tanstack/react-query";
import { ACTIONS, type PracticeContext } from "./actions";
import { judged, type Round, type Verdict } from "./api";
import type { Project } from "@/api/queries";
import { Wrong } from "@/components/Wrong";
import { useKeys } from "@/components/keys/use-keys";
import { useTitle } from "@/components/page/use-title";
import type { Answer } from "@/state/answer";
import { preferences } from "@/state/preferences";
import { createStore } from "@/state/store";
import { useStore } from "@/state/use-store";
import { createView } from "@/state/view";
import { words } from "./words";
import { Guidelines } from "@/screens/label/dialogs/Guidelines";
import place from "@/screens/label/Workplace.module.css";
import { Asking } from "./Asking";
import { Foot, Head } from "./Frame";
import { Outcome } from "./Outcome";
import { Told } from "./Told";

interface PracticeProps {
  project: Project;
  begun: Round;
  /** On to the texts that count. */
  onDone(): void;
}

/** A practice round: settled texts, one after the other, each with what was right. */
export default function Practice({ project, begun, onDone }: PracticeProps) {
  const [round, setRound] = useState(begun);
  const [told, setTold] = useState<Verdict | null>(null);
  const [view] = useState(() => createView(preferences.get().guidelinesPinned));
  const [scroller] = useState(() => createStore<HTMLElement | null>(null));
  const item = round.next;
  const judge = useMutation({
    mutationFn: ({ id, answer }: { id: number; answer: Answer }) => judged(project.id, id, answer),
    onSuccess: setTold,
  });
  const { mutate, isPending } = judge;
  const context = useMemo<PracticeContext>(
    () => ({
      ...{ project, view, preferences, scroller },
      asked: told || isPending ? null : (item?.id ?? null),
      answer: (answer) => {
        if (item) mutate({ id: item.id, answer });
      },
      goOn: () => {
        if (isPending) return;
        if (!told) return onDone();
        view.change({ filter: null, typed: null, chosen: null });
        setRound(told.round);
        setTold(null);
      },
    }),
    [project, view, scroller, told, isPending, item, mutate, onDone],
  );
  useTitle(project.name);
  useKeys(ACTIONS, context);
  const { guidelines } = useStore(view);
  const { guidelinesPinned, textSize } = useStore(preferences);
  return (
    <div
      className={place.workplace}
      data-pinned={(guidelines && guidelinesPinned) || undefined}
      data-guided={guidelines || undefined}
      style={{ "--item-text": `${textSize}px` }}
    >
      <Head project={project} round={told?.round ?? round} asked={item !== null && !told} />
      <main className={place.main}>
        {item ? (
          <Asking context={context} item={item}>
            {told && <Told project={project} verdict={told} onGoOn={context.goOn} />}
            <Wrong error={judge.error} />
          </Asking>
        ) : (
          <Outcome project={project} round={round} onGoOn={context.goOn} />
        )}
      </main>
      <p className="unseen" role="status">
        {told && (told.right ? words.right : words.wrong)}
      </p>
      <Foot context={context} />
      {guidelines && <Guidelines {...{ project, view, preferences }} />}
    </div>
  );
}
