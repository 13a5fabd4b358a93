import type { Answer } from "../answer";
import type { ItemList } from "../items/list";
import { createStore } from "../store";
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

export type OwnList = ItemList<OwnRow, OwnFilters>;

export interface Given {
  /** Made by the page: sent again it is the same answer. */
  id: string;
  row: OwnRow;
  answer: Answer;
  shownAt: string;
  answeredAt: string;
}

interface State {
  /** How much waits for the service's answer. */
  sending: number;
  failed: { error: Error; again(): void } | null;
}

/** Other answers to one's own texts: each shows at once and is sent in turn. */
export class OwnChanges {
  readonly state = createStore<State>({ sending: 0, failed: null });
  private readonly list: OwnList;
  private readonly send: (given: Given) => Promise<void>;
  private turn: Promise<void> = Promise.resolve();

  constructor(list: OwnList, send: (given: Given) => Promise<void>) {
    this.list = list;
    this.send = send;
  }

  /** `label` is the answer in words, `shownAt` when the text was to be seen. */
  answer(row: OwnRow, answer: Answer, label: string, shownAt: Date): void {
    const answeredAt = new Date().toISOString();
    const given = { id: uuid(), row, answer, shownAt: shownAt.toISOString(), answeredAt };
    this.give(given, { ...row, answer, label });
  }

  private give(given: Given, changed: OwnRow): void {
    this.list.put([changed]);
    this.change(1, null);
    this.turn = this.turn.then(() =>
      this.send(given).then(
        () => this.change(-1, this.state.get().failed),
        (error: unknown) => {
          this.list.put([given.row]);
          this.change(-1, { error: error as Error, again: () => this.give(given, changed) });
        },
      ),
    );
  }

  private change(by: number, failed: State["failed"]): void {
    this.state.set({ sending: this.state.get().sending + by, failed });
  }
}
