import { useMemo } from "react";
import { beside, type Column, columnsOf } from "@/state/items/columns";
import { preferences } from "@/state/preferences";
import { useStore } from "@/state/use-store";
import { useItems } from "./context";

/** What stands beside each text, as chosen on this device. */
export function useColumns(): readonly Column[] {
  const { project } = useItems();
  const stored = useStore(preferences).columns[project.id];
  return useMemo(() => columnsOf(stored, project.columns), [stored, project.columns]);
}

/** The same, as far as there is room. */
export function useShownColumns(): readonly Column[] {
  const { view } = useItems();
  const columns = useColumns();
  const isOpen = useStore(view).open !== null;
  return useMemo(() => (isOpen ? beside(columns) : columns), [columns, isOpen]);
}
