import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { itemDetail } from "@/api/items";
import { ClassName } from "@/components/ClassName";
import { words } from "@/words/map";
import { useItems } from "../context";
import styles from "./Map.module.css";

/** One stays so long at a text before it is read. */
const STAYED = 80;

/** The text that is pointed at. */
export function Peek({ id }: { id: number | null }) {
  const { project } = useItems();
  const [read, setRead] = useState<number | null>(null);
  useEffect(() => {
    const timer = window.setTimeout(() => setRead(id), id === null ? 0 : STAYED);
    return () => window.clearTimeout(timer);
  }, [id]);
  const { data: item } = useQuery({ ...itemDetail(project.id, read ?? 0), enabled: read !== null });
  return (
    <p className={styles.peek} dir="auto">
      {read === null || !item ? (
        <span className="quiet">{words.noText}</span>
      ) : (
        <>
          {item.label !== null && (
            <>
              <ClassName name={item.label} />
              {" · "}
            </>
          )}
          {item.text}
        </>
      )}
    </p>
  );
}
