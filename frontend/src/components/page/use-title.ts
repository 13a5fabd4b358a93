import { useEffect } from "react";
import { words } from "@/words/common";
import { isolated } from "../text/isolated";

/** Names the browser tab after the screen. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === words.postil ? title : `${isolated(title)} · ${words.postil}`;
  }, [title]);
}
