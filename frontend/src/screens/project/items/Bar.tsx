import { choiceOf, choicesOf } from "@/words/terms/class-names";
import { ClassName } from "@/components/ClassName";
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { has, isOpen, namesOne } from "@/api/features";
import { itemDetail } from "@/api/items";
import { classKeys, targets } from "@/actions/items/action";
import { close, exclude, give, labelAs, listsExcluded, selectAll } from "@/actions/items";
import { Choices } from "@/components/fields/Choices";
import { Hint } from "@/components/keys/Hint";
import { keepKeys } from "@/components/keys/keep-keys";
import { Key } from "@/components/keys/Key";
import { FilterMenu } from "@/components/list/FilterMenu";
import { onMac } from "@/components/keys/platform";
import { type Answer, spelt } from "@/state/answer";
import { huntFor } from "@/state/hunt/like";
import { printed } from "@/state/keys/keys";
import { known, length } from "@/state/items/list";
import { changes as changing, MOST_SELECTED } from "@/state/items/selection";
import { useStore } from "@/state/use-store";
import { inWords } from "@/widgets";
import { AnswerDialog } from "@/widgets/AnswerDialog";
import { answerOf } from "@/widgets/single-label/class-of";
import { figure } from "@/words/figures";
import { readToMark } from "@/words/items";
import { words } from "@/words/items";
import { useItems } from "./context";
import styles from "./Items.module.css";

/** What is marked, and what each label would change of it before its key is pressed. */
export function Bar() {
  const items = useItems();
  const { project, view } = items;
  const { selection, picking, marking } = useStore(view);
  const marked = useMarked();
  const changed = changing(marked);
  const isNew = marked.every(({ given }) => given === null);
  const effect = (answer: Answer) => changes(changed(answer), isNew);
  if (marking > 0) return <Marking />;
  const keys = [...classKeys(project)];
  return (
    <section className={styles.bar} aria-label={words.markedTexts}>
      <div className={styles.what}>
        <p role="status">
          <strong>{selection.size > 0 ? words.markedOf(selection.size) : words.thisText}</strong>
        </p>
        {selection.size > 0 && <All />}
        <Hint
          by={close.keys(items)[0]}
          onPress={() => view.change({ picking: false, selection: new Set() })}
        >
          {selection.size > 0 ? words.unmark : words.close}
        </Hint>
        {selection.size > 0 && <Besides />}
      </div>
      {picking && !namesOne(project) && <Together />}
      {picking && namesOne(project) ? (
        <div className={styles.picking}>
          <Choices
            upwards
            label={words.labelAs}
            placeholder={words.finderHint}
            choices={choicesOf(project.classes).map((choice) => ({
              ...choice,
              note: effect(answerOf(choice.value)),
            }))}
            onChoose={(name) => give(items, answerOf(name))}
            onClose={() => view.change({ picking: false })}
          />
        </div>
      ) : (
        <div className={styles.labels} role="group" aria-label={words.labelGroup}>
          {keys.map(([key, name]) => (
            <button
              key={name}
              type="button"
              className={styles.label}
              disabled={changed(answerOf(name)) === 0}
              onMouseDown={keepKeys}
              onClick={() => give(items, answerOf(name))}
            >
              <Key name={key} />
              <ClassName name={name} />
              <span className="small quiet whole figures">{effect(answerOf(name))}</span>
            </button>
          ))}
          {keys.length === 0 && (
            <button
              type="button"
              className={styles.label}
              onMouseDown={keepKeys}
              onClick={() => labelAs.run(items)}
            >
              {words.labelAsHint(<Key name={printed(labelAs.keys(items)[0]!, onMac)} />)}
            </button>
          )}
        </div>
      )}
    </section>
  );
}

/** What can be done with marked texts besides labelling them. */
function Besides() {
  const items = useItems();
  const { project } = items;
  const [, go] = useLocation();
  if (!isOpen(project)) return null;
  const look = (id: string) => go(huntFor(project.id, id, targets(items)));
  return (
    <>
      <Hint by={exclude.keys(items)[0]} onPress={() => exclude.run(items)}>
        {listsExcluded(items) ? words.bringBack : words.exclude}
      </Hint>
      {has(project, "hunt") && (
        <FilterMenu
          upwards
          name={words.lookForMore}
          label={words.lookForMoreOf}
          choices={project.classes.map(({ id, name }) => ({
            ...choiceOf(name),
            value: String(id),
          }))}
          onChoose={look}
        />
      )}
    </>
  );
}

interface Marked {
  id: number;
  given: Answer | null;
  text: string;
}

/** The texts that a label would be for; one that is open may be none of the list's. */
function useMarked(): readonly Marked[] {
  const items = useItems();
  const ids = new Set(targets(items));
  const listed = known(useStore(items.list.state).rows).filter(({ id }) => ids.has(id));
  const [only] = ids.size === 1 ? ids : [];
  const { data: whole } = useQuery({
    ...itemDetail(items.project.id, only ?? 0),
    enabled: only !== undefined,
  });
  if (only === undefined) return listed;
  const [row] = listed;
  if (!whole) return listed;
  // The list has the label as it was just set, the other its whole text.
  return [row ? { ...row, text: whole.text } : whole];
}

/** Where a set of classes is put together for what is marked, from what all of it has. */
function Together() {
  const items = useItems();
  const { project, view } = items;
  const rows = useMarked();
  const size = targets(items).length;
  const [first] = rows;
  if (!first) return null;
  const changed = changing(rows);
  const isNew = rows.every(({ given }) => given === null);
  const start = rows.every(({ given }) => spelt(given) === spelt(first.given)) ? first.given : null;
  return (
    <AnswerDialog
      asked={project}
      title={size === 1 ? words.classesOfThisText : words.classesOf(size)}
      text={size === 1 ? first.text : undefined}
      start={start}
      note={(answer) => `${inWords(project, answer)}: ${changes(changed(answer), isNew)}`}
      onAnswer={(answer) => give(items, answer)}
      onClose={() => view.change({ picking: false })}
    />
  );
}

/** What is to be marked is read first. */
function Marking() {
  const items = useItems();
  const { marking } = useStore(items.view);
  const read = known(useStore(items.list.state).rows.slice(0, marking)).length;
  return (
    <section className={styles.bar} aria-label={words.markedTexts}>
      <div className={styles.what}>
        <p role="status">{readToMark(read, marking)}</p>
        <Hint by={close.keys(items)[0]} onPress={() => close.run(items)}>
          {words.stop}
        </Hint>
      </div>
    </section>
  );
}

/** What a label would do: of texts that have none it changes nothing. */
const changes = (size: number, isNew: boolean) =>
  size === 0 ? words.noChange : `${isNew ? "labels" : "changes"} ${figure(size)}`;

function All() {
  const items = useItems();
  const { selection } = useStore(items.view);
  const size = length(useStore(items.list.state));
  if (selection.size >= Math.min(size, MOST_SELECTED)) {
    return size > MOST_SELECTED ? (
      <p className="small quiet">{words.mostNote(MOST_SELECTED)}</p>
    ) : null;
  }
  return (
    <Hint by={selectAll.keys(items)[0]} onPress={() => selectAll.run(items)}>
      {size > MOST_SELECTED ? words.markFirst(MOST_SELECTED, size) : words.markAllThatMatch(size)}
    </Hint>
  );
}
