import { Button, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Dialog } from "@/components/Dialog";
import { parseLines } from "./class-rows";
import page from "./NewProject.module.css";
import styles from "./PasteClasses.module.css";

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
        Paste many classes
      </button>
      {open && (
        <Dialog title="Many classes at once" onClose={() => setOpen(false)}>
          <form onSubmit={take} className={styles.form}>
            <Textarea
              label="Classes"
              description="A line each: the name, then perhaps a colon and what it means."
              autoFocus
              rows={10}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Button type="submit" disabled={found.length === 0}>
              {found.length === 1 ? "Add 1 class" : `Add ${found.length} classes`}
            </Button>
          </form>
        </Dialog>
      )}
    </>
  );
}
