import { words } from "@/words/actions/hunt";
import { always } from "../action";
import { change, type HuntAction } from "./action";

export const help: HuntAction = {
  id: "help",
  name: words.allKeys,
  group: words.help,
  keys: () => ["?"],
  when: always,
  run: (context) => change(context, { keys: true }),
};
