import { leap } from "@/actions/items/leap";
import { next } from "@/actions/items/next";
import { open } from "@/actions/items/open";
import { previous } from "@/actions/items/previous";
import { search } from "@/actions/items/search";
import type { OwnAction } from "./action";
import { leave } from "./leave";
import { only } from "./only";
import { undo } from "./undo";

/** Every action of the list of one's own answers, in the order of the ? sheet. */
export const OWN_ACTIONS: readonly OwnAction[] = [
  next,
  previous,
  leap,
  open,
  search,
  ...only,
  undo,
  leave,
];
