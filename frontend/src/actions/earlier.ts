import { navigate } from "wouter/use-browser-location";
import { words } from "@/words/actions/label";
import { type Action, always } from "./action";

/** Further back than undo: the list of all that one has answered and skipped. */
export const earlier: Action = {
  id: "earlier",
  name: words.allYourEarlierAnswers,
  group: words.goBack,
  keys: () => ["Shift+Backspace"],
  when: always,
  run: ({ project }) => navigate(`/projects/${project.id}/answers`),
};
