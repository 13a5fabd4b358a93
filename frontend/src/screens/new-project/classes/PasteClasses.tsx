import { Button, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Dialog } from "@/components/dialog/Dialog";
import { words } from "@/words/new-project";
import { parseLines } from "./class-rows";
import page from "../NewProject.module.css";

interface PasteClassesProps {
  onClasses(classes: { name: string; description: string }[]): void;
}

/** Takes many classes at once, a line each. */
export function PasteClasses({ onClasses }: PasteClassesProps) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const found = parseLines(text);
  const take = (event: FormEvent) => {
    event.preventDefault();
    onClasses(found);
    setText("");
    setOpen(false);
  };
  return (
    <>
      <button type="button" className={page.link} onClick={() => setOpen(true)}>
        {words.pasteManyClasses}
      </button>
      {open && (
        <Dialog title={words.manyClassesAtOnce} onClose={() => setOpen(false)}>
          <form onSubmit={take} className={page.form}>
            <Textarea
              label={words.classes}
              description={words.pasteHint}
              autoFocus
              rows={10}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Button type="submit" disabled={found.length === 0}>
              {words.addClasses(found.length)}
            </Button>
          </form>
        </Dialog>
      )}
    </>
  );
}
