import { Popover, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { type Choice, Choices } from "@/components/fields/Choices";
import { words } from "@/words/items";
import styles from "./Tools.module.css";

interface FilterMenuProps {
  name: string;
  /** What is chosen, where the name doesn't say it. */
  label?: string;
  /** It opens above its button. */
  upwards?: boolean;
  choices: Choice[];
  onChoose(choice: string): void;
}

/** What a list can be filtered by, found by its letters. */
export function FilterMenu(props: FilterMenuProps) {
  const { name, choices, onChoose, upwards, label = words.filterByOf(name) } = props;
  const [open, setOpen] = useState(false);
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position={upwards ? "top-start" : "bottom-start"}
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
      <Popover.Dropdown aria-label={label} className={styles.dropdown}>
        <Choices
          label={label}
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
