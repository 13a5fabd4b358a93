import { type ActionOn, always } from "@/actions/action";
import { words } from "@/words/actions/settings";

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
  heard(words.inAField, "save", words.save, "Enter"),
  heard(words.inAField, "leave", words.leaveItAsItWas, "Escape"),
  heard(words.inAField, "move", words.moveAClassOrAColumn, "Alt+ArrowUp", "Alt+ArrowDown"),
  heard(words.inAField, "save-text", words.saveTheGuidelines, "Ctrl+Enter"),
  heard(words.anywhere, "next", words.nextSection, "Alt+PageDown"),
  heard(words.anywhere, "last", words.sectionBefore, "Alt+PageUp"),
  {
    id: "help",
    name: words.allKeys,
    group: words.outsideOfFields,
    keys: () => ["?"],
    when: always,
    run: ({ showKeys }) => showKeys(),
  },
];
