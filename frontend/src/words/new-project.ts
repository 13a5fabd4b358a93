import { count } from "./figures";

/** A new project. */
export const words = {
  // class-rows
  keyRule: "Keys are the digits 1 to 9 and 0. Letters have other uses while labelling.",
  anotherClass: "another class",
  keyIsSAlready: (key: string, trim: string) => `Key ${key} is taken by ${trim}.`,
  longerThanCharacters: (longestName: number) => `Longer than ${longestName} characters.`,
  doubleName: "This name appears twice.",
  knownAs: (other: string) => `“${other}” exists already. Names must differ in more than capitals.`,
  fewestClasses: "Name at least two classes.",
  classesTheLimitIs: (length: number, mostClasses: number) =>
    `${length} classes; the limit is ${mostClasses}. Remove some.`,
  classProblem: "Correct the class marked in red.",
  // body
  newProject: "New project",
  // Handle
  moveArrowKeys: (called: string) => `Move ${called}: arrow keys`,
  dragOrAltAlt: "Drag, or Alt+↑ Alt+↓",
  // ClassLine
  keyOf: (called: string) => `Key of ${called}`,
  nameOfClass: (at: number) => `Name of class ${at}`,
  name: "Name",
  descriptionOf: (called: string) => `Description of ${called}`,
  descriptionHint: "Description, if it needs one",
  removeOf: (called: string) => `Remove ${called}`,
  // ClassList
  classes: "Classes",
  addAClass: "Add a class",
  moreClassesThanKeys:
    "With more than ten classes, each has a code of two letters. Digits take suggestions.",
  classesInAll: (classes: number) => `${count(classes, "class", "classes")} in all`,
  // KindField
  kinds: {
    single_label: { name: "One class", sentence: "One key answers." },
    multi_label: {
      name: "Any number of classes, or none",
      sentence: "Keys choose, Enter saves.",
    },
  },
  aTextHas: "A text has",
  // LabelPreview
  howItWillLook: "How it will look",
  previewCaption: "How it will look. Try it: nothing is saved.",
  previewHint: "Answers appear here as you name them.",
  // PasteClasses
  pasteManyClasses: "Paste many classes",
  manyClassesAtOnce: "Many classes at once",
  pasteHint: "One per line: the name, then optionally a colon and what it means.",
  addClasses: (found: number) => `Add ${count(found, "class", "classes")}`,
  // AnswersStep
  guidelines: "Guidelines",
  guidelinesHint: (key: string) =>
    `What to do in doubt. People open them with ${key} while labelling. Optional.`,
  takeAnotherColumn: "Take the values of another column",
  valuesOfColumn: (values: number, column: string) => `${column}: ${count(values, "value")}`,
  takeColumn: (values: number, column: string) => `Take the ${values} values of column “${column}”`,
  // AuditsField
  fewest: "Fewest",
  fewestSentence: "One text in ten. The model learns fastest. First figure after about 200 labels.",
  balanced: "Balanced",
  balancedSentence:
    "30 of the first 100, then one in seven. The model learns a little slower. First figure after about 70 labels.",
  proof: "Proof",
  proofSentence:
    "40 of the first 100, then one in five. The model learns slowest. First figure after about 50 labels, with the narrowest intervals.",
  auditTexts: "Audit texts",
  textsDrawnAtRandom:
    "Audit texts are drawn at random instead of chosen. They show how good the model is.",
  // SettingsFields
  settings: "Settings",
  strategy: "Strategy",
  strategySentence:
    "How the next texts are chosen. Automatic covers all kinds of texts first, then those the model is unsure about.",
  encoder: "Encoder",
  encoderSentence: "Turns texts into numbers the model learns from.",
  currency: "Currency",
  currencySentence: "For all prices and costs.",
  theServicesOwn: "Default",
  // use-start
  theProjectNeedsAName: "The project needs a name.",
  // StartStep
  targetAccuracy: "Target accuracy, %",
  target: "Target, %",
  whatCounts: "What counts",
  none: "none",
  priceOfAnHour: "Price of an hour",
  notCounted: "not counted",
  startLabelling: "Start labelling",
  sendingTheFile: (round: number) => `Sending the file: ${round} %`,
  startNote: "The first text comes at once. The rest is prepared meanwhile.",
  // NewProjectScreen
  onlyEngineersOpen: "Only engineers can create projects",
  askOwner: "Ask whoever runs the service if you need one.",
  toTheProjects: "To the projects",
  laterStep: "Choose a file first.",
  startOver: "Start over",
  data: "Data",
  answers: "Answers",
  start: "Start",
} as const;
