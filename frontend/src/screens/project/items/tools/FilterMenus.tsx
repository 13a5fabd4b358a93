import { choiceOf, choicesOf } from "@/words/terms/class-names";
import { has } from "@/api/features";
import type { Project } from "@/api/queries";
import type { Choice } from "@/components/fields/Choices";
import { type FilterName, NOTES, SOURCES, STATES, toggled } from "@/state/items/filters";
import { NOTE, partOf, SOURCE, STATE } from "@/words/items";
import { words } from "@/words/items";
import { useItems } from "../context";
import { FilterMenu } from "@/components/list/FilterMenu";
import styles from "@/components/list/Tools.module.css";

/** A filter and its value in one word, as the menus know it. */
const joined = (name: FilterName, value: string) => `${name}=${value}`;
const parted = (choice: string): [FilterName, string] => {
  const at = choice.indexOf("=");
  return [choice.slice(0, at) as FilterName, choice.slice(at + 1)];
};

const SURE = ["0.99", "0.9", "0.7"];
const UNSURE = ["0.5", "0.7", "0.9"];

/** Adds a part to the sentence: a class, a person, a state, what the model says, and more. */
export function FilterMenus() {
  const { project, people, filters, ask } = useItems();
  const onChoose = (choice: string) => ask(toggled(filters, ...parted(choice)));
  const { classes } = project;
  const named = (name: FilterName, words: Record<string, string>, group: string) =>
    Object.entries(words).map(([value, words]) => ({
      value: joined(name, value),
      name: words,
      group,
    }));
  return (
    <div className={styles.menus}>
      <FilterMenu
        onChoose={onChoose}
        name={words.class}
        choices={choicesOf(classes).map((choice) => ({
          ...choice,
          value: joined("class", choice.value),
        }))}
      />
      <FilterMenu
        onChoose={onChoose}
        name={words.person}
        choices={people.map(({ id, name }) => ({ value: joined("annotator", String(id)), name }))}
      />
      <FilterMenu
        onChoose={onChoose}
        name={words.state}
        choices={STATES.map((state) => ({ value: joined("state", state), name: STATE[state]! }))}
      />
      {has(project, "predictions") && (
        <FilterMenu
          onChoose={onChoose}
          name={words.model}
          choices={[
            ...modelChoices(project),
            ...classes.map(({ name }) => ({
              ...{ ...choiceOf(name), value: joined("predicted", name) },
              group: words.itSays,
            })),
          ]}
        />
      )}
      <FilterMenu
        onChoose={onChoose}
        name={words.more}
        choices={[
          {
            value: joined("disagreement", "true"),
            name: words.peopleDisagree,
            group: words.answers,
          },
          {
            value: joined("audit", "true"),
            name: words.audits,
            group: words.answers,
          },
          ...named("note", pick(NOTE, NOTES), words.notes),
          ...named("source", pick(SOURCE, SOURCES), words.labelSource),
        ]}
      />
    </div>
  );
}

function pick(words: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, words[name] ?? name]));
}

function modelChoices(project: Project): Choice[] {
  const said = (name: FilterName, value: string): Choice => ({
    value: joined(name, value),
    name: partOf(name, value, () => undefined),
    group: words.theModel,
  });
  return [
    ...(has(project, "suspected_errors") ? [said("suspected", "true")] : []),
    ...SURE.map((share) => said("confidence_above", share)),
    ...UNSURE.map((share) => said("confidence_below", share)),
  ];
}
