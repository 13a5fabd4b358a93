import { Popover, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { type Choice, Choices } from "@/components/Choices";
import { changed, type FilterName, STATES } from "@/state/items/filters";
import { useItems } from "./context";
import styles from "./Tools.module.css";
import { STATE } from "./words";

/** A filter and its value in one word, as the menus know it. */
const joined = (name: FilterName, value: string) => `${name}=${value}`;
const parted = (choice: string): [FilterName, string] => {
  const at = choice.indexOf("=");
  return [choice.slice(0, at) as FilterName, choice.slice(at + 1)];
};

/** Adds a part to the sentence: a class, a person, a state. */
export function FilterMenus() {
  const { project, people } = useItems();
  const { classes } = project;
  return (
    <div className={styles.menus}>
      <FilterMenu
        name="class"
        choices={classes.map(({ name }) => ({ value: joined("class", name), name }))}
      />
      <FilterMenu
        name="person"
        choices={people.map(({ id, name }) => ({ value: joined("annotator", String(id)), name }))}
      />
      <FilterMenu
        name="state"
        choices={STATES.map((state) => ({ value: joined("state", state), name: STATE[state]! }))}
      />
    </div>
  );
}

function FilterMenu({ name, choices }: { name: string; choices: Choice[] }) {
  const { filters, ask } = useItems();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-start"
      width={280}
      shadow="md"
      withinPortal={false}
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <UnstyledButton className={styles.menu} onClick={() => setOpen(!open)}>
          {name} <span aria-hidden>▾</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={`Filter by ${name}`} className={styles.dropdown}>
        <Choices
          label={`Filter by ${name}`}
          choices={choices}
          onChoose={(choice) => {
            setOpen(false);
            ask(changed(filters, ...parted(choice)));
          }}
          onClose={() => setOpen(false)}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
