/** What lists, files and settings go by of a kind of answer. How it is given is its widget's. */
interface AnswerKind {
  /** An answer is one class: lists and reviews label with it at once. */
  isOneClass: boolean;
  /** An answer is a set of classes: a cell may hold several, and a project says what counts. */
  isSet: boolean;
}

const ANSWER_KINDS = {
  single_label: { isOneClass: true, isSet: false },
  multi_label: { isOneClass: false, isSet: true },
} satisfies Record<string, AnswerKind>;

export type Kind = keyof typeof ANSWER_KINDS;

/** Those that a project can be opened with on the page. */
export const KINDS = Object.keys(ANSWER_KINDS) as Kind[];

const OTHER: AnswerKind = { isOneClass: false, isSet: false };

export const answerKind = (name: string): AnswerKind =>
  (ANSWER_KINDS as Partial<Record<string, AnswerKind>>)[name] ?? OTHER;
