import { useCallback, useEffect, useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { has } from "@/api/features";
import type { Project } from "@/api/queries";
import {
  changed,
  type Filters,
  fromAddress,
  groupOf,
  toAddress,
  withoutModel,
} from "@/state/items/filters";
import { addColumns } from "@/state/items/columns";
import { openIn, type Workings } from "./use-workings";

/** After the last move: holding a key must not rewrite the address at each row. */
const WRITTEN_AFTER = 300;

function addressOf(
  projectId: number,
  filters: Filters,
  columns: readonly string[] | undefined,
  open: number | null,
): string {
  const words = new URLSearchParams(toAddress(filters));
  addColumns(words, columns);
  if (open !== null) words.set("item", String(open));
  const search = words.toString();
  return `/projects/${projectId}/items${search === "" ? "" : `?${search}`}`;
}

/** The address says what is listed, in which columns, and which text is open: sent to a colleague it
 * shows the same. */
export function usePlace(project: Project, { list, view, columns }: Workings) {
  const projectId = project.id;
  const predicts = has(project, "predictions");
  const search = useSearch();
  const [, navigate] = useLocation();
  const typed = fromAddress(search);
  const known = predicts ? typed : withoutModel(typed);
  const doubts = has(project, "suspected_errors");
  const asked = toAddress(doubts ? known : changed(known, "suspected", null));
  const filters = useMemo(() => fromAddress(asked), [asked]);

  useEffect(() => {
    if (groupOf(filters)?.middle !== null) list.open(filters);
  }, [list, filters]);
  useEffect(() => {
    let timer = 0;
    const write = () => {
      const to = addressOf(projectId, filters, columns.get(), view.get().open);
      // Who has left is still here until the next screen has loaded.
      if (to.split("?", 1)[0] !== window.location.pathname) return;
      if (to !== window.location.pathname + window.location.search) navigate(to, { replace: true });
    };
    const later = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(write, WRITTEN_AFTER);
    };
    later(); // what this device remembers is for colleagues, too
    const stops = [view.subscribe(later), columns.subscribe(later)];
    return () => {
      window.clearTimeout(timer);
      stops.forEach((stop) => stop());
    };
  }, [projectId, filters, view, columns, navigate]);
  useEffect(() => {
    const back = () => view.change({ open: openIn(window.location.search) });
    window.addEventListener("popstate", back);
    return () => window.removeEventListener("popstate", back);
  }, [view]);

  const ask = useCallback(
    (wanted: Filters, how?: "replace") => {
      view.leave();
      const to = addressOf(projectId, wanted, columns.get(), null);
      navigate(to, { replace: how === "replace" });
    },
    [projectId, view, columns, navigate],
  );
  return { filters, ask };
}
