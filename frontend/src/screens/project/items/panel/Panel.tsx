import { useQuery } from "@tanstack/react-query";
import { type RefObject, useLayoutEffect, useRef } from "react";
import { itemDetail } from "@/api/items";
import { keepKeys } from "@/components/keys/keep-keys";
import { TextButton } from "@/components/TextButton";
import { Problem } from "@/components/Problem";
import { next, previous } from "@/actions/items";
import { words } from "@/words/items";
import { useItems } from "../context";
import { Detail } from "./Detail";
import styles from "./Panel.module.css";

/** One text whole, beside the list. */
export function Panel({ id }: { id: number }) {
  const items = useItems();
  const { project, view } = items;
  const detail = useQuery(itemDetail(project.id, id));
  const panel = useRef<HTMLElement>(null);
  useBelow(panel);
  return (
    <aside ref={panel} className={styles.panel} aria-label={words.text}>
      <header className={styles.head}>
        <h2>{words.textOf(<bdi className={styles.id}>{detail.data?.external_id ?? ""}</bdi>)}</h2>
        <TextButton onClick={() => items.similar(id)}>{words.findSimilar}</TextButton>
        <PanelButton name={words.previousText} shown="↑" onPress={() => previous.run(items)} />
        <PanelButton name={words.nextText} shown="↓" onPress={() => next.run(items)} />
        <PanelButton
          name={words.closePanel}
          shown="✕"
          onPress={() => view.change({ open: null })}
        />
      </header>
      <div className={styles.body} tabIndex={0} role="region" aria-label={words.details}>
        {detail.data && <Detail item={detail.data} />}
        {detail.error && !detail.data && (
          <Problem error={detail.error} retry={() => void detail.refetch()} />
        )}
      </div>
    </aside>
  );
}

/** The panel begins where the list does, as long as that is in view: it covers no buttons above. */
function useBelow(panel: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const place = () => {
      const { current } = panel;
      const top = current?.parentElement?.getBoundingClientRect().top ?? 0;
      current?.style.setProperty("--top", `${Math.max(0, top)}px`);
    };
    place();
    window.addEventListener("scroll", place, { passive: true });
    window.addEventListener("resize", place);
    return () => {
      window.removeEventListener("scroll", place);
      window.removeEventListener("resize", place);
    };
  }, [panel]);
}

interface PanelButtonProps {
  name: string;
  shown: string;
  onPress(): void;
}

function PanelButton({ name, shown, onPress }: PanelButtonProps) {
  return (
    <button
      type="button"
      className="icon"
      aria-label={name}
      onMouseDown={keepKeys}
      onClick={onPress}
    >
      {shown}
    </button>
  );
}
