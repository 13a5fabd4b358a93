import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { canKeep, keepPage } from "@/api/session/keep-page";
import { Dialog } from "@/components/dialog/Dialog";
import { Problem } from "@/components/Problem";
import { held, isTaken } from "@/state/labelling/queue";
import type { Along } from "@/state/labelling/supply-state";
import { useStore } from "@/state/use-store";
import { words } from "@/words/label/along";
import { useLabelling } from "../context";
import styles from "./Dialogs.module.css";

const MANY = [20, 50, 100, 200] as const;
const HOURS = [2, 8, 24] as const;

/** Texts for where there is no network: how many and for how long, or what is left of them. */
export default function TakeAlongDialog() {
  const { labelling, view } = useLabelling();
  const { along, queue } = useStore(labelling.supply.state);
  const left = held(queue).filter(isTaken).length;
  const close = () => view.change({ dialog: null });
  if (along && left > 0) return <Left along={along} left={left} close={close} />;
  return <Choose close={close} />;
}

function Choose({ close }: { close(): void }) {
  const { labelling, project, device } = useLabelling();
  const most = project.take_along_hours;
  const offered = [...HOURS.filter((hours) => hours < most), most];
  const [items, setItems] = useState<number>(MANY[1]);
  const [hours, setHours] = useState(offered[Math.min(1, offered.length - 1)]!);
  const keeps = canKeep();
  const take = useMutation({
    mutationFn: async () => {
      if (keeps) await Promise.all([keepPage(), device.keepAnswers()]);
      await labelling.supply.along.take(items, hours, keeps);
      const { state } = labelling.supply;
      await (state.get().along ? device.follow(state.get()) : device.forget());
    },
    onError: () => void device.forget(),
  });
  const isEmpty = take.isSuccess && labelling.supply.state.get().along === null;
  return (
    <Dialog title={words.takeAlong} onClose={close}>
      <div className="stack gap4">
        <Options legend={words.howMany} name="items" chosen={items} onChange={setItems}>
          {MANY.map((number) => [number, String(number)])}
        </Options>
        <Options legend={words.forHowLong} name="hours" chosen={hours} onChange={setHours}>
          {offered.map((number) => [number, words.hours(number)])}
        </Options>
        <p className="quiet">{keeps ? words.alongNote : words.alongInThisTab}</p>
        {take.error && <Problem error={take.error} />}
        {isEmpty && <p role="status">{words.nothingToTake}</p>}
        <Button loading={take.isPending} onClick={() => take.mutate()}>
          {words.takeThem}
        </Button>
      </div>
    </Dialog>
  );
}

interface OptionsProps {
  legend: string;
  name: string;
  chosen: number;
  onChange(value: number): void;
  children: [value: number, name: string][];
}

function Options({ legend, name, chosen, onChange, children }: OptionsProps) {
  return (
    <fieldset className={styles.choice}>
      <legend className="strong">{legend}</legend>
      <div className={styles.options}>
        {children.map(([value, label]) => (
          <label key={value} className="check">
            <input
              type="radio"
              name={name}
              checked={chosen === value}
              onChange={() => onChange(value)}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Left({ along, left, close }: { along: Along; left: number; close(): void }) {
  const { labelling } = useLabelling();
  const back = useMutation({
    mutationFn: () => labelling.supply.along.giveBack(),
    onSuccess: close,
  });
  return (
    <Dialog title={words.alongTitle(left)} onClose={close}>
      <div className="stack gap4">
        <p>{words.alongUntil(new Date(along.until))}</p>
        <p className="quiet">{along.isKept ? words.alongNote : words.alongInThisTab}</p>
        <p className="quiet">{words.giveBackNote}</p>
        {back.error && <Problem error={back.error} />}
        <Button variant="default" loading={back.isPending} onClick={() => back.mutate()}>
          {words.giveBack}
        </Button>
      </div>
    </Dialog>
  );
}
