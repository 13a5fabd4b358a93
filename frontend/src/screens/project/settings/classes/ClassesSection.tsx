import { Button } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { Project } from "@/api/queries";
import { classes as classNames } from "@/components/classes";
import { Problem } from "@/components/Problem";
import { TextButton } from "@/components/TextButton";
import { LONGEST_NAME } from "@/files/limits";
import { words } from "@/words/project/classes";
import { Section } from "../Section";
import styles from "./Classes.module.css";
import { ClassRow } from "./ClassRow";
import { type Drop, movedTo } from "@/components/list/drop";
import { GoneClasses } from "./GoneClasses";
import { MergeDialog } from "./MergeDialog";
import { offered, type ProjectClass, useClasses } from "./use-classes";

/** Of more classes the first are shown, and all, or one by its name, when one asks. */
const FIT = 20;

interface Merging {
  found: ProjectClass;
  others: ProjectClass[];
}

/** The classes of a project while people label: open labelling screens follow within seconds. */
export function ClassesSection({ project }: { project: Project }) {
  const { classes, query, actions, done, undo, refused, error, clear } = useClasses(project.id);
  const [drag, setDrag] = useState<{ from: number; drop: Drop | null } | null>(null);
  const [merging, setMerging] = useState<Merging | null>(null);
  const rows = offered(classes);
  const ids = rows.map(({ id }) => id);
  const { shown, sought, find, finder, more } = useShown(rows);
  const keepFocus = useKeptFocus(rows);

  const merge = (found: ProjectClass, first?: ProjectClass) => {
    const others = rows.filter((one) => one !== found && one !== first);
    setMerging({ found, others: first ? [first, ...others] : others });
  };
  const move = (from: number, to: number) => {
    if (to < 0 || to >= rows.length) return;
    keepFocus();
    actions.order(movedTo(ids, from, to > from ? to + 1 : to));
  };
  const drop = (from: number, where: Drop) => {
    if (where.kind === "onto") merge(rows[from]!, rows[where.at]);
    else actions.order(movedTo(ids, from, where.at));
  };
  return (
    <Section
      title={words.classes}
      about={
        <>
          {words.classesAbout}
          <span className="keyboard">{words.classesByKeys}</span>
        </>
      }
      effect="now"
    >
      {query.error && <Problem error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Coming classes={project.classes} />}
      {finder}
      <ul className="stack gap1 above3" aria-label={words.classes} hidden={query.isPending}>
        {shown.map((found) => (
          <ClassRow
            key={found.id}
            project={project}
            {...{ found, actions }}
            at={sought ? null : rows.indexOf(found)}
            others={rows.filter((one) => one !== found)}
            refused={refused?.id === found.id ? refused.words : null}
            mark={drag && markOf(drag.drop, rows.indexOf(found), shown.length)}
            onMove={(to) => move(rows.indexOf(found), to)}
            onDrag={(to) => setDrag(to && { from: rows.indexOf(found), drop: to })}
            onDrop={(to) => drop(rows.indexOf(found), to)}
            onMerge={() => merge(found)}
          />
        ))}
      </ul>
      {more}
      <AddClass
        onAdd={(name) => {
          actions.add(name);
          find(name);
        }}
        onType={() => error && clear()}
      />
      <p role="status" className={styles.done}>
        {error ? (
          <span className={styles.wrong}>{error.message}</span>
        ) : (
          done && (
            <>
              {done.words} {undo && <TextButton onClick={undo}>{words.undo}</TextButton>}
            </>
          )
        )}
      </p>
      <GoneClasses classes={classes} onRestore={actions.restore} />
      {merging && (
        <MergeDialog
          projectId={project.id}
          {...merging}
          onMerge={actions.merge}
          onClose={() => setMerging(null)}
        />
      )}
    </Section>
  );
}

/** The names of the classes, where their rows will be. */
function Coming({ classes }: Pick<Project, "classes">) {
  return (
    <ul className="stack gap1 above3" aria-hidden>
      {classes.slice(0, FIT).map(({ id, name }) => (
        <li key={id} className={styles.row}>
          <span className={classNames("field", styles.coming)}>{name}</span>
        </li>
      ))}
    </ul>
  );
}

/** The rows that are shown of many, with the field and the button that show others. */
function useShown(rows: readonly ProjectClass[]) {
  const [all, setAll] = useState(false);
  const [letters, setLetters] = useState("");
  const many = rows.length > FIT;
  const sought = many ? letters.trim().toLowerCase() : "";
  const named = rows.filter(({ name }) => name.toLowerCase().includes(sought));
  const finder = many && (
    <input
      type="search"
      className={styles.finder}
      aria-label={words.findAClass}
      placeholder={words.findAClass}
      value={letters}
      onChange={(event) => setLetters(event.currentTarget.value)}
    />
  );
  const more =
    sought !== "" && named.length === 0 ? (
      <p className={styles.rest}>{words.noneIsCalled(letters.trim())}</p>
    ) : (
      many &&
      sought === "" && (
        <p className={styles.rest}>
          <TextButton onClick={() => setAll(!all)}>
            {all ? words.showFewer : words.showAll(rows.length)}
          </TextButton>
        </p>
      )
    );
  const shown = sought === "" && many && !all ? rows.slice(0, FIT) : named;
  return { shown, sought: sought !== "", find: setLetters, finder, more };
}

function AddClass({ onAdd, onType }: { onAdd(name: string): void; onType(): void }) {
  const [name, setName] = useState("");
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return;
    onAdd(name.trim());
    setName("");
  };
  return (
    <form className={styles.add} onSubmit={add}>
      <input
        className="field"
        aria-label={words.nameOfANewClass}
        placeholder={words.anotherClass}
        maxLength={LONGEST_NAME}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
          onType();
        }}
      />
      <Button type="submit" variant="default">
        {words.add}
      </Button>
    </form>
  );
}

function markOf(drop: Drop | null, at: number, rows: number): "above" | "below" | "onto" | null {
  if (drop?.kind === "onto") return drop.at === at ? "onto" : null;
  if (drop?.at === at) return "above";
  return drop?.at === rows && at === rows - 1 ? "below" : null;
}

/** What has the focus keeps it while its row moves, so that the class can be moved on. */
function useKeptFocus(rows: readonly ProjectClass[]): () => void {
  const kept = useRef<Element | null>(null);
  useEffect(() => {
    if (kept.current instanceof HTMLElement) kept.current.focus();
    kept.current = null;
  }, [rows]);
  return () => {
    kept.current = document.activeElement;
  };
}
