import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { me } from "@/api/queries";
import { Page } from "@/components/Page";
import { QuietPage } from "@/components/QuietPage";
import { useFile } from "@/files/use-file";
import { AnswersStep } from "./AnswersStep";
import { named, unready } from "./class-rows";
import { DataStep } from "./DataStep";
import { draftFile } from "./kept-file";
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
      <QuietPage title="Only engineers open projects">
        <p>Ask whoever runs the service if you need one.</p>
        <Link href="/">To the projects</Link>
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
  const waitsFor = hasTexts ? unready(classes) : "Comes when there are texts.";
  const begun = file.file !== null || named(classes).length > 0;

  const startOver = () => {
    draft.drop();
    file.choose(null);
  };

  return (
    <Page title="New project">
      <div className={styles.head}>
        <h1 className={styles.title}>New project</h1>
        {begun && (
          <button type="button" className={styles.link} onClick={startOver}>
            Start over
          </button>
        )}
      </div>
      <Step number={1} title="Data" waitsFor={null}>
        <DataStep file={file} draft={draft} refused={start.errors.data} />
      </Step>
      <Step number={2} title="Answers" waitsFor={hasTexts ? null : "Comes when there are texts."}>
        {file.reading && (
          <AnswersStep reading={file.reading} draft={draft} refused={start.errors.answers} />
        )}
      </Step>
      <Step number={3} title="Start" waitsFor={waitsFor}>
        <StartStep draft={draft} start={start} />
      </Step>
    </Page>
  );
}
