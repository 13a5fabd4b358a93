import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { me } from "@/api/queries";
import { Page } from "@/components/page/Page";
import { QuietPage } from "@/components/page/QuietPage";
import { useFile } from "@/files/use-file";
import { words } from "@/words/new-project";
import { AnswersStep } from "./classes/AnswersStep";
import { named, unready } from "./classes/class-rows";
import { DataStep } from "./DataStep";
import { draftFile } from "./kept-file";
import { kindOf } from "./kind";
import styles from "./NewProject.module.css";
import { StartStep } from "./StartStep";
import { Step } from "./Step";
import { useDraft } from "./use-draft";
import { useStart } from "./use-start";

/** The way to a new project: data, answers, start, on one page. */
export default function NewProjectScreen() {
  const { data: person } = useQuery(me);
  if (!person) return null;
  if (person.role === "annotator")
    return (
      <QuietPage title={words.onlyEngineersOpen}>
        <p>{words.askOwner}</p>
        <Link href="/">{words.toTheProjects}</Link>
      </QuietPage>
    );
  return <ThreeSteps />;
}

function ThreeSteps() {
  const draft = useDraft();
  const file = useFile(draft.draft.text, draftFile);
  const start = useStart(draft, file);
  const { classes } = draft.draft;
  const hasTexts = (file.reading?.table.kept ?? 0) > 0;
  const waitsFor = hasTexts ? unready(classes) : words.laterStep;
  const kind = file.reading ? kindOf(draft.draft, file.reading) : "single_label";
  const begun = file.file !== null || named(classes).length > 0;

  const startOver = () => {
    draft.drop();
    file.choose(null);
  };

  return (
    <Page title={words.newProject}>
      <div className={styles.head}>
        <h1 className={styles.title}>{words.newProject}</h1>
        {begun && (
          <button type="button" className={styles.link} onClick={startOver}>
            {words.startOver}
          </button>
        )}
      </div>
      <Step number={1} title={words.data} waitsFor={null}>
        <DataStep file={file} draft={draft} refused={start.errors.data} />
      </Step>
      <Step number={2} title={words.answers} waitsFor={hasTexts ? null : words.laterStep}>
        {file.reading && (
          <AnswersStep reading={file.reading} draft={draft} refused={start.errors.answers} />
        )}
      </Step>
      <Step number={3} title={words.start} waitsFor={waitsFor}>
        <StartStep kind={kind} draft={draft} start={start} />
      </Step>
    </Page>
  );
}
