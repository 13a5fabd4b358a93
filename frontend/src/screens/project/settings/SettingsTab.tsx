import { useQuery } from "@tanstack/react-query";
import { has } from "@/api/features";
import { strategies } from "@/api/queries";
import type { TabProps } from "../tabs";
import { ClassesSection } from "./classes/ClassesSection";
import { ColumnsSection } from "./ColumnsSection";
import { EncodersSection } from "./EncodersSection";
import { ChoiceSetting, FigureSetting, TextSetting } from "./fields";
import { GuidelinesSection } from "./GuidelinesSection";
import { MembersSection } from "./MembersSection";
import { SecondAnswers } from "./SecondAnswers";
import { Section } from "./Section";
import styles from "./Settings.module.css";
import { SettingsKeys } from "./SettingsKeys";
import { ArchiveSection, DeleteSection, DuplicateSection, PauseSection } from "./StateSections";
import {
  AUDITS,
  CHOICE,
  FIELDS,
  GOAL,
  NAME,
  PEOPLE,
  PRICES,
  RELABEL,
  STOP_LEVELS,
  SUGGESTIONS,
} from "@/words/settings";

/** All that can be set of a project, each saved by itself. */
export default function SettingsTab({ project }: TabProps) {
  if (project.state === "archived")
    return (
      <div className={styles.settings}>
        <ArchiveSection project={project} />
        <DuplicateSection project={project} />
        <DeleteSection project={project} />
      </div>
    );
  return (
    <div className={styles.settings}>
      <SettingsKeys />
      <Section title="Project">
        <TextSetting project={project} name="name" label="Name" sentence={NAME} />
      </Section>
      <ClassesSection project={project} />
      <GuidelinesSection project={project} />
      <ColumnsSection project={project} />
      <Goal project={project} />
      <Choosing project={project} />
      <EncodersSection project={project} />
      <People project={project} />
      <MembersSection project={project} />
      <PauseSection project={project} />
      <DuplicateSection project={project} />
      <ArchiveSection project={project} />
      <DeleteSection project={project} />
    </div>
  );
}

function Goal({ project }: TabProps) {
  return (
    <Section title="Goal and price">
      <FigureSetting
        {...{ project, name: "target", label: "Target", sentence: GOAL.target }}
        field={FIELDS.target}
        placeholder="none"
      />
      <ChoiceSetting
        {...{ project, name: "stop_level", label: "The light is", sentence: GOAL.stopLevel }}
        choices={STOP_LEVELS}
      />
      <FigureSetting
        {...{ project, name: "value_per_point", label: "Worth of a point" }}
        sentence={GOAL.valuePerPoint}
        field={FIELDS.price}
        placeholder="not said"
      />
      <FigureSetting
        {...{ project, name: "price_per_hour", label: "Price per hour", sentence: PRICES.hour }}
        field={FIELDS.price}
        placeholder="none"
      />
      <FigureSetting
        {...{ project, name: "price_per_label", label: "Price per label", sentence: PRICES.label }}
        field={FIELDS.price}
        placeholder="none"
      />
    </Section>
  );
}

function Choosing({ project }: TabProps) {
  const known = useQuery(strategies).data ?? [];
  const choices = known.map(({ name, title }) => ({ value: name, label: title }));
  const there = choices.some(({ value }) => value === project.strategy);
  return (
    <Section title="Which texts come next">
      <ChoiceSetting
        {...{ project, name: "strategy", label: "Strategy", sentence: CHOICE.strategy }}
        choices={
          there ? choices : [{ value: project.strategy, label: project.strategy }, ...choices]
        }
      />
      <ChoiceSetting
        {...{ project, name: "audits", label: "Check texts", sentence: CHOICE.audits }}
        choices={[...AUDITS]}
      />
      <FigureSetting
        {...{ project, name: "round_every", label: "Labels per round", sentence: CHOICE.every }}
        field={FIELDS.every}
      />
      <FigureSetting
        {...{ project, name: "batch_size", label: "Texts chosen together", sentence: CHOICE.batch }}
        field={FIELDS.batch}
      />
    </Section>
  );
}

function People({ project }: TabProps) {
  return (
    <Section title="How people label">
      <FigureSetting
        {...{ project, name: "overlap", label: "People per text", sentence: PEOPLE.overlap }}
        field={FIELDS.overlap}
      />
      {has(project, "second_answers") && (
        <ChoiceSetting
          {...{ project, name: "relabel", label: "Second answers" }}
          sentence={<SecondAnswers project={project} />}
          choices={RELABEL}
        />
      )}
      <ChoiceSetting
        {...{ project, name: "suggestions", label: "Suggestions", sentence: PEOPLE.suggestions }}
        choices={SUGGESTIONS}
      />
      <FigureSetting
        {...{ project, name: "lease_seconds", label: "A text is kept for", sentence: PEOPLE.lease }}
        field={FIELDS.lease}
      />
    </Section>
  );
}
