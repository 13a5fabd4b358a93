import { type ActionOn, always } from "@/actions/action";

/** What the settings' keys act on. */
export interface SettingsContext {
  showKeys(): void;
}

type SettingsAction = ActionOn<SettingsContext>;

/** Keys that are heard before actions are: by the field that has the focus, or from within any. */
const heard = (group: string, id: string, name: string, ...keys: string[]): SettingsAction => ({
  id,
  name,
  group,
  keys: () => keys,
  when: () => false,
  run: () => {},
});

/** Every key of the settings, in the order of the ? sheet. */
export const SETTINGS_ACTIONS: readonly SettingsAction[] = [
  heard("In a field", "save", "Save", "Enter"),
  heard("In a field", "leave", "Leave it as it was", "Escape"),
  heard("In a field", "move", "Move a class, or a column", "Alt+ArrowUp", "Alt+ArrowDown"),
  heard("In a field", "save-text", "Save the guidelines", "Ctrl+Enter"),
  heard("Anywhere", "next", "Next section", "Alt+PageDown"),
  heard("Anywhere", "last", "Section before", "Alt+PageUp"),
  {
    id: "help",
    name: "All keys",
    group: "Outside of fields",
    keys: () => ["?"],
    when: always,
    run: ({ showKeys }) => showKeys(),
  },
];
