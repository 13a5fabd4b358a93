import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { words } from "@/words/common";
import styles from "./Dialog.module.css";

interface DialogProps {
  title: string;
  onClose(): void;
  wide?: boolean;
  children: ReactNode;
}

/** A modal box on the browser's own <dialog>: focus, Escape and what is behind are its business. */
export function Dialog({ title, onClose, wide, children }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const scrimPressed = useRef(false);
  const heading = useId();
  // Not later: only a box that closes while it is in the page gives the focus back.
  useLayoutEffect(() => {
    const dialog = box.current;
    dialog?.showModal();
    // The browser would focus the first button, which is the one that closes.
    (dialog?.querySelector<HTMLElement>("[data-autofocus]") ?? dialog)?.focus();
    return () => dialog?.close();
  }, []);

  return (
    <dialog
      ref={box}
      className={styles.dialog}
      tabIndex={-1}
      data-wide={wide || undefined}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // The box is covered by its content: what hits the box itself is the scrim.
      // A press that began inside, say to select words, is no wish to close wherever it ends.
      onMouseDown={(event) => {
        scrimPressed.current = event.target === box.current;
      }}
      onClick={(event) => {
        if (scrimPressed.current && event.target === box.current) onClose();
      }}
    >
      <div className={styles.content}>
        <div className={styles.head}>
          <h2 id={heading}>{title}</h2>
          <button type="button" className="icon" onClick={onClose} aria-label={words.close}>
            ✕
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
