import { useMemo } from "react";
import {
  beside,
  chosen,
  type Column,
  columnsOf,
  type Shown,
  withinBounds,
  wordsOf,
} from "@/state/items/columns";
import { preferences } from "@/state/preferences";
import { useStore } from "@/state/use-store";
import { useItems } from "./context";

/** What stands beside each text: as the address says, else as chosen on this device. */
export function useColumns() {
  const { project, columns: words } = useItems();
  const stored = useStore(words);
  return useMemo(() => {
    const shown = columnsOf(stored, project.columns);
    const keep = (next: Shown) => {
      words.set(wordsOf(next));
      const now = preferences.get();
      preferences.set({ ...now, columns: { ...now.columns, [project.id]: wordsOf(next) } });
    };
    return {
      ...shown,
      /** Shows one more, or hides it. */
      toggle: (column: Column) =>
        keep({ ...shown, columns: chosen(shown.columns, column, project.columns) }),
      /** Null: as wide as it is usually. */
      resize: (column: Column, width: number | null) => {
        const widths = new Map(shown.widths);
        if (width === null) widths.delete(column);
        else widths.set(column, withinBounds(width));
        keep({ ...shown, widths });
      },
    };
  }, [stored, words, project.id, project.columns]);
}

/** The same, as far as there is room. */
export function useShownColumns(): Shown {
  const { view } = useItems();
  const { columns, widths } = useColumns();
  const isOpen = useStore(view).open !== null;
  return useMemo(
    () => ({ columns: isOpen ? beside(columns) : columns, widths }),
    [columns, widths, isOpen],
  );
}
