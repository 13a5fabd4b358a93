import { ClassName } from "@/components/ClassName";
import type { ReactNode } from "react";
import { change, type HuntAction } from "@/actions/hunt/action";
import { no, other, undo, yes } from "@/actions/hunt";
import { help } from "@/actions/everywhere";
import { Choices } from "@/components/fields/Choices";
import { Hint } from "@/components/keys/Hint";
import { Key } from "@/components/keys/Key";
import { Sent } from "@/components/sent/Sent";
import { keepKeys } from "@/components/keys/keep-keys";
import { onMac } from "@/components/keys/platform";
import { printed } from "@/state/keys/keys";
import { useStore } from "@/state/use-store";
import { words } from "@/words/hunt";
import styles from "./Hunt.module.css";
import { useHunt } from "./context";

const EXCERPT = 24;

/** Yes, no, another class; below what undo would take back. */
export function Answering() {
  const context = useHunt();
  const { hunt, target, view } = context;
  const { filter } = useStore(view);
  const { problem } = useStore(hunt.state);
  const last = useStore(hunt.past.state).at(-1);
  const text = last?.candidate.text.replace(/\s+/g, " ").trim() ?? "";
  return (
    <>
      {!problem && (
        <>
          <p className={styles.question}>
            {words.question} <ClassName name={target} />?
          </p>
          <div className={styles.answers}>
            <Act action={yes} className={styles.answer}>
              {words.yes}
            </Act>
            <Act action={no} className={styles.answer}>
              {words.no}
            </Act>
          </div>
          {filter === null ? (
            <Act action={other} className={styles.line}>
              {words.other}
            </Act>
          ) : (
            <OtherClass start={filter} />
          )}
        </>
      )}
      <div className={styles.foot}>
        <Hint by={undo.keys(context)[0]} unavailable={!last} onPress={() => undo.run(context)}>
          {words.undo} <bdi>{words.undone(last?.verdict ?? null)}</bdi>
          <span className={styles.excerpt}>
            : “<bdi>{text.length > EXCERPT ? `${text.slice(0, EXCERPT).trimEnd()}…` : text}</bdi>”
          </span>
        </Hint>
        <Sent outbox={hunt.outbox} />
        <div className={styles.keys}>
          <Hint by={help.keys(context)[0]} onPress={() => help.run(context)}>
            {words.keys}
          </Hint>
        </div>
      </div>
    </>
  );
}

/** Finds another class by its letters. */
function OtherClass({ start }: { start: string }) {
  const context = useHunt();
  const { project, target, hunt } = context;
  const close = () => change(context, { filter: null });
  const take = (name: string) => {
    close();
    hunt.say(name);
  };
  const others = project.classes.filter(({ name }) => name !== target);
  return (
    <div className={styles.other}>
      <Choices
        label={words.find}
        placeholder={words.findHint}
        choices={others.map(({ name }) => ({ value: name, name }))}
        start={start}
        onChoose={take}
        onClose={close}
        onBlur={close}
      />
    </div>
  );
}

interface ActProps {
  action: HuntAction;
  className?: string | undefined;
  children: ReactNode;
}

/** A button for an action; what can't be done now keeps its place. */
function Act({ action, className, children }: ActProps) {
  const context = useHunt();
  useStore(context.hunt.state);
  return (
    <button
      type="button"
      className={className}
      disabled={!action.when(context)}
      onMouseDown={keepKeys}
      onClick={() => action.run(context)}
    >
      <Key name={printed(action.keys(context)[0] ?? "", onMac)} quiet />
      <span className="cut">{children}</span>
    </button>
  );
}
