import { Button, Textarea } from "@mantine/core";
import { lazy, Suspense, useId, useState } from "react";
import { letter } from "@/actions/action";
import type { Project } from "@/api/queries";
import { onMac } from "@/components/keys/platform";
import { useFieldKeys } from "@/components/keys/use-field-keys";
import { printed } from "@/state/keys/keys";
import { words as keys } from "@/words/terms/keys";
import { words } from "@/words/settings/settings";
import styles from "./Settings.module.css";
import { Section } from "./Section";
import { Tick } from "./Tick";
import { useSaved } from "./use-saved";

const Markdown = lazy(() => import("@/components/text/Markdown"));
const LONGEST = 100_000;

/** What people do in doubt, written and looked at. */
export function GuidelinesSection({ project }: { project: Project }) {
  const id = useId();
  const saved = useSaved(project, "guidelines");
  const [typed, setTyped] = useState<string | null>(null);
  const [preview, setPreview] = useState(false);
  const text = typed ?? saved.value;
  const [key = ""] = letter("G")({ project });
  const save = () => {
    if (typed !== null) saved.save(typed);
    setTyped(null);
  };
  const onKeyDown = useFieldKeys([
    {
      ...{ id: "save-text", name: keys.saveALongText, group: keys.inAField },
      ...{ keys: ["Ctrl+Enter"], run: save },
    },
  ]);
  return (
    <Section
      title={words.guidelines}
      about={words.guidelinesAbout(printed(key, onMac))}
      effect="now"
    >
      <div className={styles.row}>
        <Button
          variant="default"
          aria-pressed={preview}
          onClick={() => {
            save();
            setPreview(!preview);
          }}
        >
          {preview ? words.write : words.preview}
        </Button>
        <Tick saved={saved} />
      </div>
      {preview ? (
        <div className={styles.preview} role="region" aria-label={words.preview} tabIndex={0}>
          <Suspense fallback={null}>
            {text.trim() === "" ? <p>{words.nothingIsWrittenYet}</p> : <Markdown text={text} />}
          </Suspense>
        </div>
      ) : (
        <Textarea
          id={id}
          aria-label={words.guidelines}
          className="above3"
          rows={14}
          maxLength={LONGEST}
          value={text}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={save}
          onKeyDown={onKeyDown}
        />
      )}
    </Section>
  );
}
