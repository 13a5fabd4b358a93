import { useEffect } from "react";
import { isolated } from "./isolated";

/** Names the browser tab after the screen. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === "Postil" ? title : `${isolated(title)} · Postil`;
  }, [title]);
}
