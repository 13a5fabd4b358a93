import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ownAnswer } from "@/api/own-answers";
import { DataColumns } from "@/components/text/DataColumns";
import { Dialog } from "@/components/dialog/Dialog";
import { Problem } from "@/components/Problem";
import { known } from "@/state/items/list";
import { useStore } from "@/state/use-store";
import { inWords } from "@/widgets";
import { AnswerDialog } from "@/widgets/AnswerDialog";
import { words } from "@/words/own";
import { useOwn } from "./context";

/** The text that is open, whole, under the same answers as where one labels. */
export function Changing() {
  const { view } = useOwn();
  const { open } = useStore(view);
  return open === null ? null : <Open key={open} id={open} />;
}

function Open({ id }: { id: number }) {
  const { project, list, changes, view } = useOwn();
  const row = known(useStore(list.state).rows).find((one) => one.id === id);
  const detail = useQuery(ownAnswer(project.id, id));
  const [shownAt] = useState(() => new Date());
  const close = () => view.change({ open: null });
  if (!row) return null;
  const title = row.answer === null ? words.youSkippedThis : words.changeYourAnswer;
  if (detail.error && !detail.data)
    return (
      <Dialog title={title} onClose={close}>
        <Problem error={detail.error} retry={() => void detail.refetch()} />
      </Dialog>
    );
  if (!detail.data) return null;
  return (
    <AnswerDialog
      asked={project}
      title={title}
      text={detail.data.text}
      beside={<DataColumns columns={detail.data.columns} />}
      start={row.answer}
      onAnswer={(answer) => {
        close();
        changes.answer(row, answer, inWords(project, answer), shownAt);
      }}
      onClose={close}
    />
  );
}
