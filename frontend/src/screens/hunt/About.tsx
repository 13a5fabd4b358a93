import { ClassName } from "@/components/ClassName";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { changeDescription, classExamples, saveExamples } from "@/api/hunt";
import { project as projectQuery } from "@/api/queries";
import { words } from "@/words/hunt";
import styles from "./Hunt.module.css";
import { useHunt } from "./context";
import { KeptText } from "./KeptText";

const MOST_EXAMPLES = 10;
const LONGEST_EXAMPLE = 1_000;
const LONGEST_DESCRIPTION = 500;

/** What is looked for: the class in words and by examples. What is changed is looked for anew. */
export function About({ classId }: { classId: number }) {
  const { project, target, hunt } = useHunt();
  const path = { project_id: project.id, class_id: classId };
  const examples = useQuery(classExamples(path));
  const queries = useQueryClient();
  const description = project.classes.find(({ id }) => id === classId)?.description ?? "";

  const describe = async (text: string) => {
    await changeDescription(path, text.trim());
    await queries.invalidateQueries({ queryKey: projectQuery(project.id).queryKey, exact: true });
    hunt.changed();
  };
  const give = async (text: string) => {
    const kept = await saveExamples(path, linesOf(text));
    queries.setQueryData(classExamples(path).queryKey, kept);
    hunt.changed();
  };
  return (
    <section className={styles.about}>
      <h1>
        <ClassName name={target} />
      </h1>
      <KeptText
        label={words.description}
        help={words.descriptionHelp}
        value={description}
        rows={3}
        maxLength={LONGEST_DESCRIPTION}
        wrong={() => null}
        save={describe}
      />
      {examples.data && (
        <KeptText
          label={words.examples}
          help={words.examplesHelp}
          value={examples.data.join("\n")}
          rows={10}
          maxLength={MOST_EXAMPLES * LONGEST_EXAMPLE}
          wrong={(text) => {
            const { length } = linesOf(text);
            return length > MOST_EXAMPLES ? words.tooMany(length) : null;
          }}
          save={give}
        />
      )}
    </section>
  );
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}
