import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, body, inProject, type Schema } from "@/api/client";
import { everything } from "@/api/everything";
import { every } from "@/api/queries";
import { words } from "@/words/project/classes";

export type ProjectClass = Schema<"ClassDetails">;
type Change = Schema<"ClassChange">;

export const classesOf = (id: number) =>
  queryOptions({
    queryKey: ["projects", id, "classes"],
    queryFn: () =>
      everything((query) =>
        body(api.GET("/api/v1/projects/{project_id}/classes", inProject(id, query))),
      ),
    refetchInterval: every(5_000), // somebody else may change them too
  });

/** What was done last, in words, and how it is taken back. */
export interface Done {
  words: string;
  undo: (() => Promise<unknown>) | null;
}

/** Why a class could not be changed. */
interface Refused {
  id: number;
  /** What of it was to be another. */
  field: string;
  words: string;
}

/** What can be done with the classes of a project. */
export interface ClassActions {
  add(name: string): void;
  change(found: ProjectClass, part: Change, words: string): void;
  /** What was refused of a field is of no matter any more: it is written in, or left as it is. */
  forget(found: ProjectClass, field: keyof Change): void;
  order(ids: number[]): void;
  merge(found: ProjectClass, into: ProjectClass): void;
  retire(found: ProjectClass): void;
  restore(found: ProjectClass): void;
}

export function useClasses(projectId: number) {
  const queries = useQueryClient();
  const query = useQuery(classesOf(projectId));
  const [done, setDone] = useState<Done | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [placed, setPlaced] = useState<number[] | null>(null);
  const classes = inOrder(query.data ?? [], placed);
  const mutationKey = ["classes", projectId];
  const work = useMutation({
    mutationKey,
    // One after the other: the order that was made last is the one that stays.
    scope: { id: mutationKey.join(" ") },
    mutationFn: (command: () => Promise<Done>) => command(),
    onMutate: () => setRefused(null),
    onSuccess: setDone,
    onError: () => setDone(null),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ["projects", projectId] });
      if (queries.isMutating({ mutationKey }) === 1) setPlaced(null);
    },
  });
  const at = (found: { id: number }) => ({
    params: { path: { project_id: projectId, class_id: found.id } },
  });
  const restore = (found: { id: number }) =>
    api.POST("/api/v1/projects/{project_id}/classes/{class_id}/restore", at(found));
  const retire = (found: { id: number }) =>
    api.POST("/api/v1/projects/{project_id}/classes/{class_id}/retire", at(found));
  const patch = (found: { id: number }, part: Change) =>
    api.PATCH("/api/v1/projects/{project_id}/classes/{class_id}", { ...at(found), body: part });
  const put = (ids: number[]) =>
    api.POST("/api/v1/projects/{project_id}/classes:order", {
      ...inProject(projectId),
      body: { ids },
    });

  const actions: ClassActions = {
    add: (name) =>
      work.mutate(async () => {
        const made = await body(
          api.POST("/api/v1/projects/{project_id}/classes", {
            ...inProject(projectId),
            body: { name, description: "" },
          }),
        );
        return { words: words.canBeAnsweredNow(made.name), undo: () => retire(made) };
      }),
    change: (found, part, words) =>
      work.mutate(async () => {
        await patch(found, part).catch((error: Error) => {
          const [field = ""] = Object.keys(part);
          setRefused({ id: found.id, field, words: error.message });
          throw error;
        });
        const before = Object.keys(part).map((name) => [name, found[name as keyof Change]]);
        return { words, undo: () => patch(found, Object.fromEntries(before) as Change) };
      }),
    forget: (found, field) => {
      if (refused?.id !== found.id || refused.field !== field) return;
      setRefused(null);
      work.reset();
    },
    order: (ids) => {
      const before = offered(classes).map(({ id }) => id);
      // At once on the screen, whatever is still read of the order before: whoever moves a class by
      // keys moves it again.
      setPlaced(ids);
      work.mutate(async () => {
        await put(ids);
        return { words: words.theOrderIsAnother, undo: () => put(before) };
      });
    },
    merge: (found, into) =>
      work.mutate(async () => {
        const { labels } = await body(
          api.POST("/api/v1/projects/{project_id}/classes/{class_id}/merge", {
            ...at(found),
            body: { into: into.id, dry_run: false },
          }),
        );
        return { words: words.meansNow(found.name, into.name, labels), undo: () => restore(found) };
      }),
    retire: (found) =>
      work.mutate(async () => {
        await retire(found);
        return { words: words.isNoLongerOffered(found.name), undo: () => restore(found) };
      }),
    restore: (found) =>
      work.mutate(async () => {
        await restore(found);
        return { words: words.isOfferedAgain(found.name), undo: null };
      }),
  };
  const undo =
    done?.undo &&
    (() =>
      work.mutate(async () => {
        await done.undo!();
        return { words: words.takenBack, undo: null };
      }));
  return {
    ...{ classes, query, actions, done, undo, refused },
    error: refused ? null : work.error,
    clear: () => work.reset(),
  };
}

export const offered = (classes: readonly ProjectClass[]) =>
  classes.filter(({ state }) => state === "active");

/** The classes with those ids first; as they are, where no order is on its way. */
function inOrder(classes: ProjectClass[], ids: readonly number[] | null): ProjectClass[] {
  if (!ids) return classes;
  const placed = new Map(ids.map((id, place) => [id, place]));
  const place = ({ id }: ProjectClass) => placed.get(id) ?? ids.length;
  return classes.toSorted((a, b) => place(a) - place(b));
}
