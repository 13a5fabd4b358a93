import { type ReactNode, useLayoutEffect, useRef } from "react";
import { hasCodes } from "@/actions/action";
import { chosenOf, press, type PracticeContext } from "./actions";
import type { Round } from "./api";
import { DataColumns } from "@/components/text/DataColumns";
import { useStore } from "@/state/use-store";
import { widgetFor } from "@/widgets";
import { words } from "./words";
import place from "@/screens/label/Workplace.module.css";

interface AskingProps {
  context: PracticeContext;
  item: NonNullable<Round["next"]>;
  /** Instead of the answers: what became of one. */
  children: ReactNode;
}

/** A text and its answers, where the labelling screen has them. */
export function Asking({ context, item, children }: AskingProps) {
  const { project, view, scroller, asked } = context;
  const { filter, typed } = useStore(view);
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    scroller.set(box.current);
    if (box.current) box.current.scrollTop = 0;
    return () => scroller.set(null);
  }, [item.id, scroller]);
  const widget = widgetFor(project);
  return (
    <div className={place.column} data-many={hasCodes(project) || undefined}>
      <div className={place.reading}>
        <div
          ref={box}
          className={place.text}
          tabIndex={0}
          role="region"
          aria-label={words.textToLabel}
          aria-live="polite"
        >
          <p key={item.id} className={place.words} dir="auto">
            {item.text}
          </p>
          <div className={place.columns}>
            <DataColumns columns={item.columns} />
          </div>
        </div>
      </div>
      {asked !== null && widget && (
        <div className={place.answers} data-many={hasCodes(project) || undefined}>
          <widget.View
            asked={project}
            suggestions={null}
            before={null}
            pressed={null}
            given={[]}
            chosen={chosenOf(context)}
            filter={filter}
            typed={typed?.letters ?? ""}
            onFilter={(letters) => view.change({ filter: letters, typed: null })}
            onChoose={(answer) => view.change({ filter: null, chosen: { item: item.id, answer } })}
            onAnswer={(answer) =>
              widget.together ? context.answer(answer) : press(context, answer)
            }
          />
        </div>
      )}
      {children}
    </div>
  );
}
