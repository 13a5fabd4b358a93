import { always } from "../action";
import { change, type HuntAction } from "./action";

export const help: HuntAction = {
  id: "help",
  name: "All keys",
  group: "Help",
  keys: () => ["?"],
  when: always,
  run: (context) => change(context, { keys: true }),
};
