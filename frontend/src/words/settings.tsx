import type { ReactNode } from "react";
import { count, figure } from "./figures";
import { METRICS, type Metric, OF_SETS } from "./metrics";
import type { Schema } from "@/api/client";

/** The sentences of the settings: what each does, and from when on. */
export const NAME = "What the project is called, here and in the names of exported files.";

export const metricSentence = (metric: Metric) =>
  `${METRICS[metric].means} The curve, the target and the light go by it at once, in past rounds too.`;

export const targetSentence = (metric: Metric) =>
  metric === "accuracy"
    ? "The share of texts that the model has to get right. The light and the forecast go by it at once."
    : "How high that has to be. The light and the forecast go by it at once.";

export const ENCODERS =
  "Each turns texts into vectors of its own, and the model goes by each as far as labels show that it helps. One that is added reads every text first, then takes part from the next round; it can't be taken out again.";

/** Where a text may have several classes. */
export const ENCODER =
  "Turns texts into vectors, by which the model goes: by those of the first one.";

export const AUDITS = [
  { value: "fewest", label: "Fewest" },
  { value: "balanced", label: "Balanced" },
  { value: "proof", label: "Proof" },
] as const;

export const METRIC_CHOICES = OF_SETS.map((value) => ({ value, label: METRICS[value].name }));

export const STOP_LEVELS = [0.8, 0.9, 0.95].map((value) => ({
  value,
  label: `${Math.round(100 * value)} % sure`,
}));

/** What came of second answers so far, and whether there are more to come. */
export function secondAnswers(found: Schema<"RelabelFigures">): string {
  const { answered, differ, ranked } = found;
  const asked = `So far ${count(answered, "text")} had one, and ${figure(differ)} of them differed.`;
  const next = found.reason
    ? WHY_NONE[found.reason.code]
    : `${count(ranked, "text")} wait for one.`;
  return answered > 0 ? `${asked} ${next}` : `${next}`;
}

const WHY_NONE: Partial<Record<Schema<"ReasonCode">, string>> = {
  one_person_answers: "Until two people have labelled, new texts are asked about.",
  few_labels_to_doubt: "There are too few labels yet to see where it pays.",
  no_second_answer_pays: "Just now none promises more than a new text.",
};

export const RELABEL = [
  { value: false, label: "No" },
  { value: true, label: "When it pays" },
];

export const SUGGESTIONS = [
  { value: null, label: "With more than 10 classes" },
  { value: true, label: "Always" },
  { value: false, label: "Never" },
];

/** How a setting is shown. Bounds and defaults are the service's. */
/** How a figure is written, and what it may be. */
export interface FigureField {
  least: number;
  most: number;
  whole?: boolean;
  /** Written so many times larger than it is stored: 100 for percent, 1/60 for minutes. */
  times?: number;
  /** Empty means that there is none. */
  optional?: boolean;
  unit?: string;
}

export interface SettingWords {
  label: string;
  sentence?: string;
  choices?: { value: unknown; label: string }[];
  placeholder?: string;
  /** How a figure is written, where that isn't how it is stored. */
  written?: Partial<FigureField>;
  /** What it does, asked while a project is opened; those without aren't asked then. */
  atStart?: string;
}

/** Each setting that has a figure or a choice. */
export const SETTINGS = {
  metric: { label: "What counts", choices: METRIC_CHOICES },
  target: {
    label: "Target",
    placeholder: "none",
    written: { least: 1, most: 99.9, times: 100, unit: " %" },
  },
  stop_level: {
    label: "The light is",
    sentence:
      "How sure the light has to be before it says that the target is reached. At once, from the looks that there were.",
    choices: STOP_LEVELS,
  },
  currency: {
    label: "Currency",
    sentence: "Of all prices and costs. Amounts stay as they are. At once.",
  },
  price_per_hour: {
    label: "Price per hour",
    placeholder: "none",
    sentence:
      "What an hour of labelling costs. The bill and the forecast are reckoned anew at once.",
  },
  price_per_label: {
    label: "Price per label",
    placeholder: "none",
    sentence: "What each label costs on top. The bill and the forecast are reckoned anew at once.",
  },
  strategy: {
    label: "Strategy",
    sentence: "How the next texts are chosen. From the next round.",
  },
  audits: {
    label: "Audit texts",
    sentence:
      "Audit texts are drawn at random instead of chosen. They show how good the model is. How many: fewest, one in ten; balanced, 30 of the first 100, then one in seven; proof, 40 of the first 100, then one in five. The order of the texts is made anew at once.",
    choices: [...AUDITS],
  },
  overlap: {
    label: "People per text",
    sentence:
      "So many people answer each text, and the majority decides. Fewer: texts with answers enough are settled at once. More: texts that are settled stay so.",
    atStart: "With more than one, a text goes to several people and the majority decides.",
  },
  round_every: {
    label: "Labels per round",
    sentence:
      "After so many new labels the model is trained and the texts are ordered again. From the next label.",
    atStart: "After so many new labels the model is trained and the texts are ordered again.",
  },
  batch_size: {
    label: "Texts chosen together",
    sentence: "The strategy keeps so many texts unlike each other. From the next round.",
    atStart: "The strategy keeps so many texts unlike each other.",
  },
  relabel: {
    label: "Second answers",
    sentence:
      "Whether a label is asked for once more where that promises more than a new text: of somebody else than before, who can't tell. Where two differ a third decides; what is likely wrong teaches the model nothing until then. Never audit texts. From the next round.",
    choices: RELABEL,
  },
  suggestions: {
    label: "Suggestions",
    sentence:
      "Whether people see what the model thinks likely; never on audit texts, nor on others drawn at random. From the next texts.",
    choices: SUGGESTIONS,
  },
  lease_seconds: {
    label: "A text is kept for",
    sentence:
      "So long a text is kept for whoever has it on the screen; an answer that comes later is kept all the same. From the next text.",
    written: { least: 1, most: 1_440, whole: false, times: 1 / 60, unit: " min" },
  },
  value_per_point: {
    label: "Worth of a point",
    placeholder: "not said",
    sentence:
      "What one more percent right is worth to you, in the currency of the prices: it says when more labels cost more than they bring. At once.",
    atStart:
      "What one more percent right is worth to you, priced as the hours are: it says when more labels cost more than they bring.",
  },
} satisfies Partial<Record<keyof Schema<"ProjectChange">, SettingWords>>;

export const words = {
  // Tick
  undo: "Undo",
  savedOf: (span: ReactNode, textbutton: ReactNode) => (
    <>
      {span}Saved. {textbutton}
    </>
  ),
  // ColumnsSection
  otherColumns: "Other columns",
  whatOfYourFilesOther:
    "What of your files’ other columns people see beside a text while labelling, in this order. From the next text. Addresses of the web are links.",
  columnsShown: "Columns shown",
  hideOf: (name: string) => `Hide ${name}`,
  altAltMovesIt: "Alt+↑ Alt+↓ moves it",
  columnsNotShown: "Columns not shown",
  asManyAsThereMayBe: "Ten columns are shown at most: hide another one first.",
  showOf: (name: string) => `Show ${name}`,
  // figures
  itNeedsAFigure: "It needs a figure.",
  writeANumber: "Write a number.",
  writeAWholeNumber: "Write a whole number.",
  betweenAnd: (least: number, most: number, unit: string) =>
    `Between ${figure(least)} and ${figure(most)}${unit}.`,
  // EncodersSection
  encoders: "Encoders",
  addAnEncoder: "Add an encoder",
  none: "None",
  add: "Add",
  ofRead: (embedded: number, all: number) => `${figure(embedded)} of ${count(all, "text")} read`,
  notKnownYet: "not known yet",
  // GuidelinesSection
  guidelines: "Guidelines",
  whatToDoInDoubtIn:
    "What to do in doubt, in Markdown. People open them with G while labelling; a change is there within seconds.",
  write: "Write",
  preview: "Preview",
  nothingIsWrittenYet: "Nothing is written yet.",
  // RemoveMemberDialog
  removeOf: (name: string) => `Remove ${name}`,
  ofStayWithTheNameLabels: (answers: number, name: string) =>
    `${count(answers, "answer")} of ${name} stay, with the name: labels, figures and exports are as before. `,
  hasAnsweredNothing: (name: string) => `${name} has answered nothing. `,
  theyCantLabelOrSeeThis: (which: string) =>
    `${which}They can’t label or see this project any more, and links that they made to invite others end. What they have on their screen goes to somebody else when its time is over. A new invitation lets them back in, as the same person if they are signed in.`,
  remove: "Remove",
  alsoSetAside: (answers: number) => `Set aside their ${count(answers, "answer")} too`,
  // SetAsideDialog, SetAsideList
  setAsideAll: "Set aside all answers",
  setAsideOf: (name: string) => `Set aside all answers of ${name}`,
  countNoLonger: (answers: number, name: string) =>
    `${count(answers, "answer")} of ${name} will count no longer. Labels and figures follow, and others are asked about these texts. What ${name} set in Items or Review stays. Nothing is deleted: you can have the answers count again.`,
  setAside: "Set aside",
  answersSetAside: "Answers set aside",
  setAsideOn: (answers: number, day: string) => `${count(answers, "answer")}, on ${day}`,
  countAgain: "Count them again",
  countAgainOf: (name: string) => `Count them again: ${name}`,
  // MembersSection
  labelsAndDecidesWhere: "labels, and decides where answers differ",
  labelsAndRunsTheProject: "labels, and runs the project",
  members: "Members",
  whoeverLabelsSeesTexts:
    "Whoever labels sees texts, guidelines and their own pace; never figures, nor what others said. What somebody may do changes at once.",
  you: " (you)",
  owner: " (owner)",
  theOwnerStays: "The project's owner stays, as an engineer.",
  disabled: " (disabled)",
  answersOf: (answers: number) => `${figure(answers)} answers`,
  whatMayDo: (name: string) => `What ${name} may do`,
  moreOf: (name: string) => `More: ${name}`,
  signInLink: "Sign-in link",
  enableAccount: "Enable account",
  disableAccount: "Disable account",
  removeFromTheProject: "Remove from the project",
  // StateSections
  labellingIsPaused: "Labelling is paused",
  pauseLabelling: "Pause labelling",
  nobodyIsHandedAText: "Nobody is handed a text. Answers under way are kept.",
  nobodyIsHandedATextUntil:
    "Nobody is handed a text until you go on. Whoever labels reads the reason within seconds; answers they have given are kept.",
  reasonForThoseWhoLabel: "Reason, for those who label",
  noneWasGiven: "none was given",
  optional: "optional",
  goOn: "Go on",
  pause: "Pause",
  useAsATemplate: "Use as a template",
  opensAProjectWithThese:
    "Opens a project with these settings, classes and guidelines: without texts, answers or members.",
  itsName: "Its name",
  duplicate: "Duplicate",
  theProjectIsArchived: "The project is archived",
  archive: "Archive",
  everythingCanBeReadAnd:
    "Everything can be read and exported; nothing changes until it is brought back.",
  itLeavesTheListOf:
    "It leaves the list of projects, and nobody can change anything. All of it can be read and exported, and it can be brought back at any time.",
  bringItBack: "Bring it back",
  delete: "Delete",
  andEveryAnswerGoForGood: (itemCount: number, labelCount: number) =>
    `${count(itemCount, "text")}, ${count(labelCount, "label")} and every answer go for good. Nobody can bring them back: export first.`,
  typeToDeleteIt: (name: string) => `Type “${name}” to delete it`,
  deleteTheProject: "Delete the project",
  // SettingsTab
  project: "Project",
  name: "Name",
  goalAndPrice: "Goal and price",
  whichTextsComeNext: "Which texts come next",
  howPeopleLabel: "How people label",
} as const;
