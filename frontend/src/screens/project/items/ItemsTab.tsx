import type { Project } from "@/api/queries";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo } from "react";
import { Lines } from "@/components/page/Loading";
import { useKeys } from "@/components/keys/use-keys";
import { ITEMS_ACTIONS } from "@/actions/items";
import { changed } from "@/state/items/filters";
import { useStore } from "@/state/use-store";
import { members } from "@/api/project";
import { Context, type Items, useItems } from "./context";
import { Dock } from "./Dock";
import styles from "./Items.module.css";
import { Groups } from "./groups/Groups";
import { List } from "./List";
import { Panel } from "./panel/Panel";
import { Tools } from "./tools/Tools";
import { useGroups } from "./groups/use-groups";
import { useMarkedArea } from "./map/use-map";
import { usePlace } from "./use-place";
import { useWorkings } from "./use-workings";

const MapView = lazy(() => import("./map/MapView"));

/** Moving goes on while its key is held down. */
const REPEATING = { repeats: /^(?:Arrow|Page|[jk]$)/i };
const NOBODY: { user_id: number; name: string }[] = [];

/** The texts of a project: read, found and corrected, one or many at a time. */
export default function ItemsTab({ project }: { project: Project }) {
  const workings = useWorkings(project.id);
  const { filters, ask } = usePlace(project, workings);
  const { data: found = NOBODY } = useQuery(members(project.id));
  const groups = useGroups(project.id, workings, filters, ask);
  useMarkedArea(filters, workings);
  const items = useMemo<Items>(() => {
    const people = found.map(({ user_id, name }) => ({ id: user_id, name }));
    const person = (id: string) => people.find((one) => String(one.id) === id)?.name;
    const similar = (id: number) => ask(changed(filters, "similar", String(id)));
    return { ...workings, project, filters, ask, people, person, similar, groups };
  }, [workings, project, filters, ask, found, groups]);
  return (
    <Context value={items}>
      <Screen />
    </Context>
  );
}

function Screen() {
  const items = useItems();
  const { open } = useStore(items.view);
  useKeys(ITEMS_ACTIONS, items, REPEATING);
  return (
    <div className={styles.screen} data-open={open !== null || undefined}>
      <Tools />
      <Texts />
      {open !== null && <Panel id={open} />}
      <Dock />
    </div>
  );
}

/** The texts as a list, in groups of near copies, or as a map. */
function Texts() {
  const { groups, filters } = useItems();
  if (groups) return <Groups groups={groups} />;
  if (filters.map === undefined) return <List />;
  return (
    <Suspense fallback={<Lines />}>
      <MapView />
    </Suspense>
  );
}
