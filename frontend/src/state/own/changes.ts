import type { Answer } from "../answer";
import type { Entry, Given } from "../outbox/commands";
import { ItemList, type ReadsItems, type Rows } from "../items/list";
import type { Outbox } from "../outbox/outbox";
import type { Past } from "../outbox/past";
import { uuid } from "../uuid";
import type { OwnFilters } from "./filters";

/** A text that one has answered or skipped, as the service gives it. */
export interface OwnRow {
  id: number;
  text: string;
  /** Null: skipped. */
  answer: Answer | null;
  /** The answer in words. */
  label: string | null;
  flagged: boolean;
  assignment: number | null;
  at: string;
}

export interface Made {
  id: string;
  row: OwnRow;
  /** The answer after it, in words. */
  label: string;
}

/** Other answers to one's own texts: each shows at once and is sent in turn. */
export class OwnChanges {
  readonly list: ItemList<OwnRow, OwnFilters>;
  readonly past: Past<Made>;
  private readonly outbox: Outbox;
  private readonly labelling: Pick<Past<never>, "clear">;
  private readonly after: () => void;

  /** `labelling`: what undo takes back where one labels; `after` is called when the service has
   * something new to say. */
  constructor(
    service: ReadsItems<OwnRow, OwnFilters>,
    outbox: Outbox,
    past: Past<Made>,
    labelling: Pick<Past<never>, "clear">,
    after: () => void,
  ) {
    this.outbox = outbox;
    this.past = past;
    this.labelling = labelling;
    this.after = after;
    this.list = new ItemList(service, { outbox: outbox.state, rows: over });
  }

  /** Hears what becomes of them, until it is stopped. */
  start(): () => void {
    return this.outbox.listen((entry, { is }) => {
      const { kind } = entry.command;
      if (kind !== "answer" && kind !== "skipAgain") return;
      if (is === "dropped") this.past.drop(entry.id);
      if (is !== "sent") return;
      this.list.settle(entry);
      this.after();
    });
  }

  /** `label` is the answer in words, `shownAt` when the text was to be seen. */
  answer(row: OwnRow, answer: Answer, label: string, shownAt: Date): void {
    const id = uuid();
    // What going back where one labels would show is no longer so.
    this.labelling.clear();
    this.past.push({ id, row, label });
    this.outbox.add(id, givenNow(row, answer, shownAt), { name: label, text: row.text });
  }

  /** The last change is taken back: by the answer of before, or it is skipped again. */
  undo(): void {
    const last = this.past.take();
    if (!last) return;
    this.labelling.clear();
    const { id, row } = last;
    const about = { name: row.label ?? last.label, text: row.text };
    const skipped = { kind: "skipAgain", itemId: row.id, assignmentId: row.assignment } as const;
    if (row.answer === null) this.outbox.takeBack(id, skipped, about);
    else if (!this.outbox.cancel(id))
      this.outbox.add(uuid(), givenNow(row, row.answer, new Date()), about);
  }
}

function givenNow(row: OwnRow, answer: Answer, shownAt: Date): Given {
  return {
    kind: "answer",
    itemId: row.id,
    assignmentId: row.assignment,
    answer,
    shownAt: shownAt.toISOString(),
    firstInputAt: null,
    answeredAt: new Date().toISOString(),
  };
}

/** The rows as they will be once what waits is sent. */
function over(rows: Rows<OwnRow>, waiting: readonly Entry[]): Rows<OwnRow> {
  const said = new Map<number, Pick<OwnRow, "answer" | "label">>();
  for (const { command, name } of waiting) {
    if (command.kind === "answer")
      said.set(command.itemId, { answer: command.answer, label: name });
    if (command.kind === "skipAgain") said.set(command.itemId, { answer: null, label: null });
  }
  return said.size === 0 ? rows : rows.map((row) => row && { ...row, ...said.get(row.id) });
}
