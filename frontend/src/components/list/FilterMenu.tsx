import { Popover, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { type Choice, Choices } from "@/components/Choices";
import { words } from "@/words/items";
import styles from "./Tools.module.css";

interface FilterMenuProps {
  name: string;
  choices: Choice[];
  onChoose(choice: string): void;
}

/** What a list can be filtered by, found by its letters. */
export function FilterMenu({ name, choices, onChoose }: FilterMenuProps) {
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
      <Popover.Dropdown aria-label={words.filterByOf(name)} className={styles.dropdown}>
        <Choices
          label={words.filterByOf(name)}
          choices={choices}
          onChoose={(choice) => {
            setOpen(false);
            onChoose(choice);
          }}
          onClose={() => setOpen(false)}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
