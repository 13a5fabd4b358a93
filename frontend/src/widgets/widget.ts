import type { ComponentType } from "react";
import type { Answer, Suggestion } from "@/state/answer";
import type { HasKey, Key } from "@/state/keys/keys";

export interface AnswerClass extends HasKey {
  id: number;
  description?: string;
  /** Of the mark on its button: a word that the theme has a tone for. */
  colour?: string | null;
}

/** What a widget has to know of a project. */
export interface Asked {
  answer_kind: string;
  classes: AnswerClass[];
  /** Whether items may show what a model thinks likely: then there is room for it. */
  suggests?: boolean;
  /** Classes that are offered no more and that the item has: they can be taken away. */
  gone?: readonly AnswerClass[];
}

export interface WidgetProps {
  asked: Asked;
  /** What a model thinks of the item, likeliest first; none where it isn't shown. Null: there is no
   * place for it here, though keys mean what they mean beside one. */
  suggestions: readonly Suggestion[] | null;
  /** The answer that undo took back, outlined until another one is given. */
  before: Answer | null;
  /** The answer whose button is lit. */
  pressed: Answer | null;
  /** What has been put together of the next answer; null where each is given at once. */
  chosen: Answer | null;
  /** Answers given lately, the latest first. */
  given: readonly Answer[];
  /** The letters typed to find a class; null while the filter is closed. */
  filter: string | null;
  /** The letters typed of a code; none: "". */
  typed: string;
  onFilter(filter: string | null): void;
  /** What is chosen now, of an answer that is put together. */
  onChoose(chosen: Answer, by: Means): void;
  onAnswer(answer: Answer, by: Means): void;
}

/** What gave an answer: a pointer can hit a text that it wasn't meant for. */
export type Means = "key" | "pointer";

/** How one kind of answer is given: one folder per kind, registered in index.ts. */
export interface Widget {
  View: ComponentType<WidgetProps>;
  /** The answer that each key gives, whatever the item. */
  keys(asked: Asked): ReadonlyMap<Key, Answer>;
  /** The keys that take a suggestion, whether an item shows any or not. */
  suggestionKeys(asked: Asked): readonly Key[];
  /** What each of them answers to an item with these suggestions. */
  suggested(asked: Asked, suggestions: readonly Suggestion[]): ReadonlyMap<Key, Answer>;
  /** Where an answer is put together by several presses. */
  together?: Together;
  /** An answer in words: for the undo line, and where one was refused. */
  describe(answer: Answer): string;
}

/** How an answer comes about that isn't given by one press. */
export interface Together {
  /** What is answered where nothing is chosen. */
  nothing: Answer;
  /** What is chosen after the press of a key that stands for `pressed`. */
  after(chosen: Answer, pressed: Answer): Answer;
  /** What is asked of an item that has this answer: classes that are offered no more may stay. */
  askedOf<Of extends Asked>(asked: Of, has: Answer | null): Of & Pick<Asked, "gone">;
  /** Of an answer that may be old what can be given now, in the order that the service has it in. */
  tidy(answer: Answer, asked: Asked): Answer;
}
