import { widgetFor } from "@/widgets";
import { words } from "@/words/actions/label";
import { type Action, hasItem } from "./action";
import { chosenFor } from "./choosing";

/** Gives what is chosen as the answer; nothing is one too. */
export const save: Action = {
  id: "save",
  name: words.saveWhatIsChosenAndGoOn,
  group: words.answer,
  turns: true,
  keys: ({ project }) => (widgetFor(project)?.together ? ["Enter"] : []),
  when: hasItem,
  run: ({ project, labelling, view }) => {
    const slot = labelling.current;
    const chosen = slot && chosenFor(project, view.get(), slot);
    if (!chosen) return;
    view.change({ filter: null });
    labelling.answer(chosen);
  },
};
