import { useQuery } from "@tanstack/react-query";
import { SETTINGS_ACTIONS } from "@/actions/settings";
import { has } from "@/api/features";
import { strategies } from "@/api/queries";
import { useKeys } from "@/components/use-keys";
import {
  AUDITS,
  CHOICE,
  FIELDS,
  GOAL,
  METRIC_CHOICES,
  NAME,
  PEOPLE,
  PRICES,
  RELABEL,
  STOP_LEVELS,
  SUGGESTIONS,
} from "@/words/settings";
import { currencies } from "@/words/figures";
import { words } from "@/words/settings";
import type { TabProps } from "../tabs";
import { ClassesSection } from "./classes/ClassesSection";
import { ColumnsSection } from "./ColumnsSection";
import { EncodersSection } from "./EncodersSection";
import { ChoiceSetting, FigureSetting, TextSetting } from "./fields";
import { GuidelinesSection } from "./GuidelinesSection";
import { MembersSection } from "./MembersSection";
import { SecondAnswers } from "./SecondAnswers";
import { Section } from "./Section";
import { leap } from "./sections";
import styles from "./Settings.module.css";
import { ArchiveSection, DeleteSection, DuplicateSection, PauseSection } from "./StateSections";

const KEYS = { leap };

/** All that can be set of a project, each saved by itself. */
export default function SettingsTab({ project }: TabProps) {
  useKeys(SETTINGS_ACTIONS, KEYS);
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
      <Section title={words.project}>
        <TextSetting project={project} name="name" label={words.name} sentence={NAME} />
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
    <Section title={words.goalAndPrice}>
      {project.answer_kind === "multi_label" && (
        <ChoiceSetting
          {...{ project, name: "metric", label: words.whatCounts }}
          sentence={GOAL.metric(project.metric)}
          choices={METRIC_CHOICES}
        />
      )}
      <FigureSetting
        {...{ project, name: "target", label: words.target }}
        sentence={GOAL.target(project.metric)}
        field={FIELDS.target}
        placeholder={words.noneSet}
      />
      <ChoiceSetting
        {...{ project, name: "stop_level", label: words.theLightIs, sentence: GOAL.stopLevel }}
        choices={STOP_LEVELS}
      />
      <ChoiceSetting
        {...{ project, name: "currency", label: words.currency, sentence: PRICES.currency }}
        choices={currencies()}
      />
      <FigureSetting
        {...{ project, name: "value_per_point", label: words.worthOfAPoint }}
        sentence={GOAL.valuePerPoint}
        field={FIELDS.price}
        placeholder={words.notSaid}
      />
      <FigureSetting
        {...{ project, name: "price_per_hour", label: words.pricePerHour, sentence: PRICES.hour }}
        field={FIELDS.price}
        placeholder={words.noneSet}
      />
      <FigureSetting
        {...{
          project,
          name: "price_per_label",
          label: words.pricePerLabel,
          sentence: PRICES.label,
        }}
        field={FIELDS.price}
        placeholder={words.noneSet}
      />
    </Section>
  );
}

function Choosing({ project }: TabProps) {
  const known = useQuery(strategies).data ?? [];
  const choices = known.map(({ name, title }) => ({ value: name, label: title }));
  const there = choices.some(({ value }) => value === project.strategy);
  return (
    <Section title={words.whichTextsComeNext}>
      <ChoiceSetting
        {...{ project, name: "strategy", label: words.strategy, sentence: CHOICE.strategy }}
        choices={
          there ? choices : [{ value: project.strategy, label: project.strategy }, ...choices]
        }
      />
      <ChoiceSetting
        {...{ project, name: "audits", label: words.auditTexts, sentence: CHOICE.audits }}
        choices={[...AUDITS]}
      />
      <FigureSetting
        {...{ project, name: "round_every", label: words.labelsPerRound, sentence: CHOICE.every }}
        field={FIELDS.every}
      />
      <FigureSetting
        {...{
          project,
          name: "batch_size",
          label: words.textsChosenTogether,
          sentence: CHOICE.batch,
        }}
        field={FIELDS.batch}
      />
    </Section>
  );
}

function People({ project }: TabProps) {
  return (
    <Section title={words.howPeopleLabel}>
      <FigureSetting
        {...{ project, name: "overlap", label: words.peoplePerText, sentence: PEOPLE.overlap }}
        field={FIELDS.overlap}
      />
      {has(project, "second_answers") && (
        <ChoiceSetting
          {...{ project, name: "relabel", label: words.secondAnswers }}
          sentence={<SecondAnswers project={project} />}
          choices={RELABEL}
        />
      )}
      <ChoiceSetting
        {...{
          project,
          name: "suggestions",
          label: words.suggestions,
          sentence: PEOPLE.suggestions,
        }}
        choices={SUGGESTIONS}
      />
      <FigureSetting
        {...{ project, name: "lease_seconds", label: words.aTextIsKeptFor, sentence: PEOPLE.lease }}
        field={FIELDS.lease}
      />
    </Section>
  );
}
