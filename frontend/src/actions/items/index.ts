import { again } from "./again";
import type { ItemsAction } from "./action";
import { close } from "./close";
import { extend } from "./extend";
import { label } from "./label";
import { labelAs } from "./label-as";
import { leap } from "./leap";
import { meaning } from "./meaning";
import { next } from "./next";
import { open } from "./open";
import { previous } from "./previous";
import { search } from "./search";
import { select } from "./select";
import { selectAll } from "./select-all";
import { similar } from "./similar";
import { undo } from "./undo";

/** Every action of the items screen, in the order of the ? sheet. */
export const ITEMS_ACTIONS: readonly ItemsAction[] = [
  next,
  previous,
  leap,
  open,
  close,
  search,
  meaning,
  similar,
  again,
  select,
  extend,
  selectAll,
  labelAs,
  undo,
  label,
];
