import { words } from "@/words/terms/keys";
import type { ActionOn } from "@/state/keys/action";
import { always } from "./action";

/** What the settings' keys act on. */
export interface SettingsContext {
  /** Leads to the next section, or the one before. */
  leap(by: 1 | -1): void;
}

const leap = (id: string, name: string, key: string, by: 1 | -1): ActionOn<SettingsContext> => ({
  id,
  name,
  group: words.sections,
  keys: () => [key],
  when: always,
  run: (context) => context.leap(by),
});

/** Every key of the settings that is heard outside of fields, and within them. */
export const SETTINGS_ACTIONS: readonly ActionOn<SettingsContext>[] = [
  leap("next", words.nextSection, "Alt+PageDown", 1),
  leap("last", words.sectionBefore, "Alt+PageUp", -1),
];
