import { Menu } from "@mantine/core";
import { useLocation } from "wouter";
import { addClass, comment, earlier, guidelines } from "@/actions";
import { ThemeItems } from "@/components/page/ThemeItems";
import { GOALS, TEXT_SIZES } from "@/state/preferences";
import { held, isTaken } from "@/state/labelling/queue";
import { useStore } from "@/state/use-store";
import { words as away } from "@/words/label/along";
import { words } from "@/words/label/label";
import { useLabelling } from "./context";
import styles from "./Frame.module.css";

/** What is needed seldom: notes, sizes, themes and the way out. */
export function MoreMenu() {
  const context = useLabelling();
  const { project } = context;
  const [, navigate] = useLocation();
  const annotates = project.my_role === "annotator";
  const home = annotates ? "/" : `/projects/${project.id}`;

  return (
    // Focus goes back to the page, whose keys should work again at once.
    <Menu position="bottom-end" width={220} returnFocus={false}>
      <Menu.Target>
        <button type="button" className={styles.button} aria-label={words.more}>
          ⋯
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {[guidelines, comment, earlier, ...(annotates ? [] : [addClass])].map((action) => (
          <Menu.Item
            key={action.id}
            disabled={!action.when(context)}
            onClick={() => action.run(context)}
          >
            {action.name}
          </Menu.Item>
        ))}
        {project.may_adjudicate && (
          <Menu.Item onClick={() => navigate(`/projects/${project.id}/review?list=disagreements`)}>
            {words.decideWhereAnswersDiffer}
          </Menu.Item>
        )}
        <TakeAlong />
        <Menu.Divider />
        <Menu.Label>{words.textSize}</Menu.Label>
        <TextSizes />
        <Menu.Divider />
        <Menu.Label>{words.goal}</Menu.Label>
        <Goals />
        <Menu.Divider />
        <ThemeItems />
        <Menu.Divider />
        <Menu.Item onClick={() => navigate(home)}>{words.leave}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Texts for where there is no network, and how many of them are left. */
function TakeAlong() {
  const { labelling, project, view } = useLabelling();
  const { along, queue } = useStore(labelling.supply.state);
  const left = held(queue).filter(isTaken).length;
  if (left === 0 && project.take_along_hours === 0) return null;
  return (
    <Menu.Item onClick={() => view.change({ dialog: "along" })}>
      {along && left > 0 ? away.along(left, new Date(along.until)) : away.takeAlong}
    </Menu.Item>
  );
}

function TextSizes() {
  const { preferences } = useLabelling();
  const chosen = useStore(preferences);
  const choose = (value: string) => {
    const textSize = TEXT_SIZES.find((size) => String(size) === value);
    if (textSize) preferences.set({ ...chosen, textSize });
  };
  return (
    <Menu.RadioGroup value={String(chosen.textSize)} onChange={choose}>
      {TEXT_SIZES.map((size) => (
        <Menu.RadioItem key={size} value={String(size)}>
          {size}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

/** How many answers one sets out to give in a day, shown beside those given. */
function Goals() {
  const { preferences } = useLabelling();
  const chosen = useStore(preferences);
  const choose = (value: string) => {
    const goal = GOALS.find((known) => String(known) === value);
    if (goal !== undefined) preferences.set({ ...chosen, goal });
  };
  return (
    <Menu.RadioGroup value={String(chosen.goal)} onChange={choose}>
      {GOALS.map((goal) => (
        <Menu.RadioItem key={String(goal)} value={String(goal)}>
          {goal === null ? words.noGoal : words.goalOf(goal)}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}
