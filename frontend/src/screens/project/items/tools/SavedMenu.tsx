import { Button, Menu, TextInput, UnstyledButton } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Dialog } from "@/components/dialog/Dialog";
import styles from "@/components/list/Tools.module.css";
import { fromAddress, toAddress } from "@/state/items/filters";
import { preferences, type SavedFilter } from "@/state/preferences";
import { useStore } from "@/state/use-store";
import { words } from "@/words/items";
import { useItems } from "../context";

const LONGEST = 60;

/** Lists of texts that somebody comes back to, each under a name, on this device. */
export function SavedMenu() {
  const { project, filters, ask } = useItems();
  const saved = useStore(preferences).filters[project.id] ?? [];
  const [naming, setNaming] = useState(false);
  const here = toAddress(filters);
  const current = saved.find(({ address }) => address === here);
  const keep = (next: readonly SavedFilter[]) => {
    const now = preferences.get();
    preferences.set({ ...now, filters: { ...now.filters, [project.id]: next } });
  };
  if (saved.length === 0 && here === "") return null;
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <UnstyledButton className={styles.menu}>
            {current ? <bdi>{current.name}</bdi> : words.savedFilters} <span aria-hidden>▾</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {saved.map(({ name, address }) => (
            <Menu.Item key={name} onClick={() => ask(fromAddress(address))}>
              <bdi>{name}</bdi>
            </Menu.Item>
          ))}
          {saved.length > 0 && <Menu.Divider />}
          {current ? (
            <Menu.Item onClick={() => keep(saved.filter((each) => each !== current))}>
              {words.forgetFilter(current.name)}
            </Menu.Item>
          ) : (
            <Menu.Item disabled={here === ""} onClick={() => setNaming(true)}>
              {words.saveFilter}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {naming && (
        <Naming
          onName={(name) => {
            keep([...saved.filter((each) => each.name !== name), { name, address: here }]);
            setNaming(false);
          }}
          onClose={() => setNaming(false)}
        />
      )}
    </>
  );
}

function Naming({ onName, onClose }: { onName(name: string): void; onClose(): void }) {
  const [name, setName] = useState("");
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") onName(name.trim());
  };
  return (
    <Dialog title={words.saveFilterTitle} onClose={onClose}>
      <form onSubmit={save} className="stack gap4">
        <TextInput
          label={words.filterName}
          description={words.filterNameHint}
          data-autofocus
          maxLength={LONGEST}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div>
          <Button type="submit" disabled={name.trim() === ""}>
            {words.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
