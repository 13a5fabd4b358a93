import { type ActionOn, always } from "@/actions/action";

/** What the settings' keys act on. */
export interface SettingsContext {
  showKeys(): void;
}

type SettingsAction = ActionOn<SettingsContext>;

/** Keys that belong to the field that has the focus, which hears them itself. */
const inFields = (id: string, name: string, ...keys: string[]): SettingsAction => ({
  id,
  name,
  group: "In a field",
  keys: () => keys,
  when: () => false,
  run: () => {},
});

/** Every key of the settings, in the order of the ? sheet. */
export const SETTINGS_ACTIONS: readonly SettingsAction[] = [
  inFields("save", "Save", "Enter"),
  inFields("leave", "Leave it as it was", "Escape"),
  inFields("move", "Move a class, or a column", "Alt+ArrowUp", "Alt+ArrowDown"),
  inFields("save-text", "Save the guidelines", "Ctrl+Enter"),
  {
    id: "help",
    name: "All keys",
    group: "Anywhere else",
    keys: () => ["?"],
    when: always,
    run: ({ showKeys }) => showKeys(),
  },
];
