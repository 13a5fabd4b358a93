import { useQuery } from "@tanstack/react-query";
import { SETTINGS_ACTIONS } from "@/actions/settings";
import { has } from "@/api/features";
import { strategies, type Project } from "@/api/queries";
import { useKeys } from "@/components/keys/use-keys";
import { answerKind } from "@/state/answer-kinds";
import { currencies } from "@/words/figures";
import { metricChoices } from "@/words/terms/metrics";
import { words } from "@/words/settings/settings";
import { metricSentence, NAME, targetSentence } from "@/words/settings/settings-fields";
import { ClassesSection } from "./classes/ClassesSection";
import { ColumnsSection } from "./ColumnsSection";
import { EncodersSection } from "./EncodersSection";
import { Setting, TextSetting } from "./fields";
import { GuidelinesSection } from "./GuidelinesSection";
import { MembersSection } from "./members/MembersSection";
import { SecondAnswers } from "./SecondAnswers";
import { Section } from "./Section";
import { SectionLinks } from "./SectionLinks";
import { leap } from "./sections";
import styles from "./Settings.module.css";
import { ArchiveSection, DeleteSection, DuplicateSection, PauseSection } from "./StateSections";

const KEYS = { leap };

/** All that can be set of a project, each saved by itself. */
export default function SettingsTab({ project }: { project: Project }) {
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
      <SectionLinks />
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

function Goal({ project }: { project: Project }) {
  const { metric } = project;
  const { isOneClass, isSet } = answerKind(project.answer_kind);
  return (
    <Section title={words.goalAndPrice}>
      {(isOneClass || isSet) && (
        <Setting
          project={project}
          name="metric"
          sentence={metricSentence(metric)}
          choices={metricChoices(isSet)}
        />
      )}
      <Setting project={project} name="target" sentence={targetSentence(metric)} />
      <Setting project={project} name="stop_level" />
      <Setting project={project} name="currency" choices={currencies()} />
      <Setting project={project} name="value_per_point" />
      <Setting project={project} name="price_per_hour" />
      <Setting project={project} name="price_per_label" />
    </Section>
  );
}

function Choosing({ project }: { project: Project }) {
  const { strategy } = project;
  const known = useQuery(strategies).data ?? [];
  const choices = known.map(({ name, title }) => ({ value: name, label: title }));
  const there = choices.some(({ value }) => value === strategy);
  const about = known.find(({ name }) => name === strategy)?.about;
  return (
    <Section title={words.whichTextsComeNext}>
      <Setting
        project={project}
        name="strategy"
        sentence={about ? words.strategyDoes(about) : undefined}
        choices={there ? choices : [{ value: strategy, label: strategy }, ...choices]}
      />
      <details className={styles.each}>
        <summary>{words.whatEachStrategyDoes}</summary>
        <dl>
          {known.map(({ name, title, about }) => (
            <div key={name}>
              <dt>{title}</dt>
              <dd className="quiet">{about}</dd>
            </div>
          ))}
        </dl>
      </details>
      <Setting project={project} name="audits" />
      <Setting project={project} name="round_every" />
      <Setting project={project} name="batch_size" />
    </Section>
  );
}

function People({ project }: { project: Project }) {
  return (
    <Section title={words.howPeopleLabel}>
      <Setting project={project} name="overlap" />
      {has(project, "second_answers") && (
        <Setting project={project} name="relabel" sentence={<SecondAnswers project={project} />} />
      )}
      <Setting project={project} name="programs_count" />
      <Setting project={project} name="practice" />
      <Setting project={project} name="shows_pace" />
      <Setting project={project} name="suggestions" />
      <Setting project={project} name="lease_seconds" />
      <Setting project={project} name="take_along_hours" />
    </Section>
  );
}
