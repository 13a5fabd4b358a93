import { Menu, UnstyledButton } from "@mantine/core";
import { has } from "@/api/features";
import { COLUMNS, type Column, dataIn, ofData } from "@/state/items/columns";
import { COLUMN, words } from "@/words/items";
import { useItems } from "./context";
import styles from "./Row.module.css";
import { useColumns } from "./use-columns";

export const nameOf = (column: Column): string =>
  dataIn(column) ?? COLUMN[column as keyof typeof COLUMN];

/** Which columns stand beside the texts. */
export function ColumnMenu() {
  const { project } = useItems();
  const { columns, toggle } = useColumns();
  const all: Column[] = [
    ...COLUMNS.filter((each) => each !== "model" || has(project, "predictions")),
    ...project.columns.map(ofData),
  ];
  return (
    <Menu position="bottom-start" width={220} closeOnItemClick={false}>
      <Menu.Target>
        <UnstyledButton className={styles.choose} aria-label={words.columns} title={words.columns}>
          <span aria-hidden>⋯</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {all.map((column) => (
          <Menu.CheckboxItem
            key={column}
            checked={columns.includes(column)}
            onChange={() => toggle(column)}
          >
            <bdi>{nameOf(column)}</bdi>
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
