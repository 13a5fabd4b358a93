/** Prodigy's column that says whether the class of a row, in any other column, is its answer. */
export const VERDICT = "answer";
const NO_ANSWER = new Set<unknown>(["reject", "ignore"]);

/** Whether a row has no label, because somebody rejected or ignored it. */
export const isRefused = (verdict: unknown): boolean => NO_ANSWER.has(verdict);

/** A value as it is meant: what was chosen is named by the texts of the row's options, where they
 * have texts, instead of by their ids. */
export function meant(name: string, value: unknown, options: unknown): unknown {
  if (name !== "accept" || !Array.isArray(value) || !Array.isArray(options)) return value;
  const texts = new Map(options.filter(isOption).map(({ id, text }) => [`${id}`, text]));
  return value.map((each: unknown) => texts.get(`${each as string}`) ?? each);
}

const isOption = (one: unknown): one is { id: string | number; text: string } =>
  typeof one === "object" &&
  one !== null &&
  "id" in one &&
  (typeof one.id === "string" || typeof one.id === "number") &&
  "text" in one &&
  typeof one.text === "string" &&
  one.text !== "";
