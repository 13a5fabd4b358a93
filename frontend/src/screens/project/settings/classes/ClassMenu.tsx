import { Menu } from "@mantine/core";
import { Link } from "wouter";
import { has } from "@/api/features";
import type { Project } from "@/api/queries";
import { words } from "@/words/project/classes";
import { COLOURS } from "./colours";
import styles from "./Classes.module.css";
import type { ClassActions, ProjectClass } from "./use-classes";

interface ClassMenuProps {
  project: Project;
  found: ProjectClass;
  /** There is no other class to merge it into. */
  alone: boolean;
  actions: ClassActions;
  onMerge(): void;
}

/** What else can be done with a class. */
export function ClassMenu({ project, found, alone, actions, onMerge }: ClassMenuProps) {
  const { id, name, colour } = found;
  const paint = (value: string) =>
    actions.change(
      found,
      { colour: COLOURS.find((one) => one === value) ?? null },
      words.hasAnotherColour(name),
    );
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <button type="button" className={styles.more} aria-label={words.moreOf(name)}>
          <span className={styles.swatch} data-colour={colour ?? undefined} aria-hidden />⋯
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {has(project, "hunt") && (
          <Menu.Item component={Link} href={`/projects/${project.id}/hunt/${id}`}>
            {words.lookForMore}
          </Menu.Item>
        )}
        <Menu.Item disabled={alone} onClick={onMerge}>
          {words.mergeIntoAnother}
        </Menu.Item>
        <Menu.Item onClick={() => actions.retire(found)}>{words.retire}</Menu.Item>
        <Menu.Divider />
        <Menu.Label>{words.colourOfItsMark}</Menu.Label>
        <Menu.RadioGroup value={colour ?? ""} onChange={paint}>
          <div className={styles.colours}>
            {["", ...COLOURS].map((one) => (
              <Menu.RadioItem key={one} value={one}>
                <span className={styles.swatch} data-colour={one || undefined} aria-hidden />
                {one || words.none}
              </Menu.RadioItem>
            ))}
          </div>
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
