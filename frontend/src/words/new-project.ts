import { count } from "./figures";

/** A new project. */
export const words = {
  // class-rows
  keysAreTheDigits1To9And0:
    "Keys are the digits 1 to 9 and 0: letters have other uses while labelling.",
  anotherClass: "another class",
  keyIsSAlready: (key: string, trim: string) => `Key ${key} is ${trim}’s already.`,
  longerThanCharacters: (longestName: number) => `Longer than ${longestName} characters.`,
  thisNameIsThereTwice: "This name is there twice.",
  itIsThereAsAlreadyNames: (other: string) =>
    `It is there as “${other}” already: names differ in more than case.`,
  nameAtLeastTwoClasses: "Name at least two classes.",
  classesTheLimitIs: (length: number, mostClasses: number) =>
    `${length} classes; the limit is ${mostClasses}.`,
  someClassNeedsALookSee: "Some class needs a look: see the line in red.",
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
  descriptionIfItNeedsOne: "Description, if it needs one",
  removeOf: (called: string) => `Remove ${called}`,
  // ClassList
  classes: "Classes",
  addAClass: "Add a class",
  moreClassesThanKeys:
    "More than ten classes: each is answered by two letters that it keeps. Digits take suggestions.",
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
  howItWillLookTryIt: "How it will look. Try it: nothing is saved.",
  theAnswersComeHereAsYou: "The answers come here as you name them.",
  // PasteClasses
  pasteManyClasses: "Paste many classes",
  manyClassesAtOnce: "Many classes at once",
  aLineEachTheNameThen: "A line each: the name, then perhaps a colon and what it means.",
  addClasses: (found: number) => `Add ${count(found, "class", "classes")}`,
  // AnswersStep
  guidelines: "Guidelines",
  whatToDoInDoubtPeople: "What to do in doubt. People open them with G while labelling. Optional.",
  takeAnotherColumn: "Take the values of another column",
  valuesOfColumn: (values: number, column: string) => `${column}: ${count(values, "value")}`,
  takeTheValuesOfColumn: (values: number, column: string) =>
    `Take the ${values} values of column “${column}”`,
  // AuditsField
  fewest: "Fewest",
  oneTextInTenTheModel:
    "One text in ten. The model learns fastest, and a first figure takes about 200 labels.",
  balanced: "Balanced",
  thirtyOfTheFirst100ThenOneIn:
    "30 of the first 100, then one in seven. The model learns a little slower, and a first figure takes about 70 labels.",
  proof: "Proof",
  fortyOfTheFirst100ThenOneIn:
    "40 of the first 100, then one in five. The model learns slowest; a first figure takes about 50 labels, and every figure is the surest.",
  auditTexts: "Audit texts",
  textsDrawnAtRandom:
    "Audit texts are drawn at random instead of chosen. They show how good the model is.",
  // SettingsFields
  settings: "Settings",
  strategy: "Strategy",
  howTheNextTextsAreChosen:
    "How the next texts are chosen. Automatic covers all texts first, then asks where the model is unsure.",
  encoder: "Encoder",
  turnsTextsIntoTheVectors: "Turns texts into the vectors that the model learns from.",
  currency: "Currency",
  ofAllPricesAndCosts: "Of all prices and costs.",
  theServicesOwn: "The service's own",
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
  theFirstTextComesAtOnce: "The first text comes at once; vectors are made meanwhile.",
  // NewProjectScreen
  onlyEngineersOpen: "Only engineers open projects",
  askWhoeverRunsTheService: "Ask whoever runs the service if you need one.",
  toTheProjects: "To the projects",
  comesWhenThereAreTexts: "Comes when there are texts.",
  startOver: "Start over",
  data: "Data",
  answers: "Answers",
  start: "Start",
} as const;
