import { type ReactNode, useEffectEvent, useLayoutEffect, useMemo, useState } from "react";
import { Dialog } from "@/components/dialog/Dialog";
import type { Answer } from "@/state/answer";
import { afterLetter } from "@/state/keys/codes";
import { keyOf } from "@/state/keys/keys";
import { widgetFor } from ".";
import styles from "./AnswerDialog.module.css";
import { isList } from "./class-buttons/ClassButtons";
import type { Asked } from "./widget";

interface AnswerDialogProps {
  asked: Asked;
  title: string;
  /** What the answer is to, where that is one text, and what stands beside it. */
  text?: string;
  beside?: ReactNode;
  /** What is chosen at first. */
  start: Answer | null;
  /** What giving an answer would do, in words. */
  note?(answer: Answer): string;
  onAnswer(answer: Answer): void;
  onClose(): void;
}

const TYPING = "input, textarea, select";

/** Where an answer is given, or put together where it takes several presses, away from the labelling
 * screen: by the same buttons and keys as there. */
export function AnswerDialog(props: AnswerDialogProps) {
  const { text } = props;
  const widget = widgetFor(props.asked);
  const together = widget?.together;
  const asked = useMemo(
    () => together?.askedOf(props.asked, props.start) ?? props.asked,
    [together, props.asked, props.start],
  );
  const tidied = (answer: Answer) => together!.tidy(answer, asked);
  const [filter, setFilter] = useState<string | null>(null);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<Answer | null>(() =>
    together ? tidied(props.start ?? together.nothing) : null,
  );
  const give = (answer: Answer) => props.onAnswer(together ? tidied(answer) : answer);
  const choose = (answer: Answer) => {
    setFilter(null);
    setChosen(answer);
  };

  const press = useEffectEvent((event: KeyboardEvent) => {
    const key = keyOf(event);
    if (!widget || key === null) return;
    const keys = widget.keys(asked);
    const isLetter = isList(asked) && /^[A-Z]$/.test(key);
    const letters = isLetter ? afterLetter(keys.keys(), typed, key) : key;
    const pressed = keys.get(letters);
    setTyped(isLetter && !pressed ? letters : "");
    if (pressed && together && chosen) choose(together.after(chosen, pressed));
    else if (pressed) give(pressed);
    else if (key === "Enter" && chosen) give(chosen);
    else if (isList(asked) && key === "/") setFilter("");
    else if (!isLetter) return;
    event.preventDefault();
  });
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.isComposing) return;
      const at = event.target instanceof Element ? event.target : null;
      if (at?.closest(TYPING)) return;
      // A button that the keyboard has reached is pressed by Enter.
      if (event.key === "Enter" && at?.closest("button")?.matches(":focus-visible")) return;
      press(event);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);

  if (!widget) return null;
  return (
    <Dialog wide title={props.title} onClose={props.onClose}>
      {text !== undefined && (
        <p className={styles.text} dir="auto" tabIndex={0}>
          {text}
        </p>
      )}
      {props.beside}
      <div className={styles.answers} data-many={isList(asked) || undefined}>
        <widget.View
          asked={asked}
          suggestions={null}
          before={props.start}
          pressed={null}
          chosen={chosen}
          given={[]}
          filter={filter}
          typed={typed}
          onFilter={setFilter}
          onChoose={choose}
          onAnswer={give}
        />
      </div>
      {props.note && chosen && (
        <p className="small quiet" role="status">
          {props.note(tidied(chosen))}
        </p>
      )}
    </Dialog>
  );
}
