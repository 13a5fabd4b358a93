import { useMemo } from "react";
import { hasCodes } from "@/actions/action";
import { askedOf, chosenFor } from "@/actions/choosing";
import type { Slot } from "@/state/labelling/queue";
import { useStore } from "@/state/use-store";
import { widgetFor } from "@/widgets";
import styles from "./Workplace.module.css";
import { useLabelling } from "./context";

/** The answers to the item on the screen, as the project's kind of answer gives them. */
export function Answers({ slot }: { slot: Slot }) {
  const { project, labelling, view } = useLabelling();
  const { pressed, given } = useStore(labelling.state);
  const shown = useStore(view);
  const widget = widgetFor(project);
  const asked = useMemo(() => askedOf(project, slot), [project, slot]);
  if (!widget) return null;
  return (
    <div className={styles.answers} data-many={hasCodes(project) || undefined}>
      <widget.View
        asked={asked}
        suggestions={project.suggests ? (slot.suggestions ?? []) : []}
        before={slot.undone?.kind === "answer" ? slot.undone.answer : null}
        pressed={pressed}
        given={given}
        chosen={chosenFor(project, shown, slot)}
        filter={shown.filter}
        typed={shown.typed?.item === slot.item.id ? shown.typed.letters : ""}
        onFilter={(letters) => view.change({ filter: letters, typed: null })}
        onChoose={(answer, by) => {
          if (by === "pointer" && !labelling.hand.isPointedAt()) return;
          labelling.hand.input();
          view.change({ filter: null, chosen: { item: slot.item.id, answer } });
        }}
        onAnswer={(answer, by) => {
          if (by === "pointer" && !labelling.hand.isPointedAt()) return;
          labelling.hand.input();
          view.change({ filter: null });
          labelling.answer(answer);
        }}
      />
    </div>
  );
}
