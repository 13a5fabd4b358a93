import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { words } from "@/words/common";
import { Dialog } from "./Dialog";
import { Wrong } from "../Wrong";

interface ConfirmProps {
  title: string;
  yes: string;
  no?: string;
  work: { isPending: boolean; error: Error | null; mutate(): void };
  onClose(): void;
  /** What it comes to. */
  children: ReactNode;
}

/** Says what something comes to, and does it. */
export function Confirm({ title, yes, no = words.cancel, work, onClose, children }: ConfirmProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <Wrong error={work.error} />
      <div className="wrap gap2">
        <Button data-autofocus loading={work.isPending} onClick={() => work.mutate()}>
          {yes}
        </Button>
        <Button variant="default" onClick={onClose}>
          {no}
        </Button>
      </div>
    </Dialog>
  );
}
