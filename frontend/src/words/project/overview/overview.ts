import { spoken } from "@/words/terms/class-names";
import { bytes, count, figure, percent } from "@/words/figures";

/** The overview of a project, but for what has a file of its own beside this. */
export const words = {
  // Head
  addTexts: "Add texts",
  label: "Label",
  invite: "Invite",
  export: "Export",
  // classes
  rightIn: (found: string, precision: number, range: string) =>
    `${found}, right in ${percent(precision)} (${range})`,
  // Classes
  classesOf: (rows: number) => `Classes: ${figure(rows)}`,
  classes: "Classes",
  qualityNote: (enough: number) =>
    `Figures of a class appear once it has ${figure(enough)} audit texts.`,
  fewestLabels: (shown: number) => `The ${shown} with the fewest labels.`,
  mostLabelsFirst: "Most labels first.",
  showAllClasses: (rows: number) => `Show all ${figure(rows)}`,
  showFewer: "Show fewer",
  labelsOfEachClass: "Labels of each class",
  rare: "rare",
  accuracyAfter: (audits: number) => `Accuracy after ${count(audits, "more audit text")}`,
  aboutByTheModel: (predicted: number) => `about ${figure(predicted)} by the model`,
  lookForMore: (name: string) => `Look for more ${spoken(name)}`,
  lookForMoreButton: "Look for more",
  // Cost
  whatItCost: "What it cost",
  inDetail: "Details",
  unreadable: "The bill can't be loaded right now.",
  whatTheProjectCost: "What the project cost",
  kindsCaption: "Computing by kind of work",
  work: "Work",
  jobs: "Jobs",
  cpu: "CPU",
  memory: "Memory",
  jobCount: (jobs: number) => count(jobs, "job"),
  atMostOf: (peakBytes: number) => `at most ${bytes(peakBytes)}`,
  // Saved
  whatItSaved: "What it saved",
  // StopLight
  isItEnough: "Is it enough?",
  // Warned
  oldFigures: (message: string) => `${message} These figures are from before. Trying again.`,
  seeWhich: "See which",
  // JobLine
  cancelOf: (words: string) => `Cancel: ${words}`,
  cancel: "Cancel",
  endThisJob: "End this job?",
  endIt: "End it",
  letItRun: "Let it run",
  // UndoneLine
  tryAgainOf: (words: string) => `Try again: ${words}`,
  tryAgain: "Try again",
  // Work
  readyNote: (items: number) =>
    `All ${figure(items)} texts are ready. The first round starts with the first labels.`,
  firstRoundNote: "The first round starts once texts are prepared and labelled.",
  hideDetails: "Hide details",
  lastRoundOf: (
    number: number,
    labels: number,
    { name, automatic }: { name: string; automatic: boolean },
  ) => {
    const chosen = automatic ? `chosen automatically, now by ${name}` : `chosen by ${name}`;
    const how = name === "random" ? "drawn at random" : chosen;
    return `Round ${figure(number)} is done, with ${count(labels, "label")}. Texts are ${how}.`;
  },
  waitedFor: "Waited for",
  rankedIn: "Ranked in",
  measuredIn: "Measured in",
  notYet: "not yet",
  cpuTime: "CPU time",
  gpuTime: "GPU time",
  noGpuTime: "none",
  theLastRound: "The last round",
  weightOf: (encoder: string) => `Weight of ${encoder}`,
  vectorsIn: "Vectors computed in",
  numbers: (arithmetic: string) =>
    ({ float32: "32-bit numbers", bfloat16: "16-bit numbers" })[arithmetic] ?? arithmetic,
  notKnown: "not known",
  // tabs
  overview: "Overview",
  items: "Items",
  review: "Review",
  quality: "Quality",
  model: "Model",
  settings: "Settings",
  // Tabs
  project: "Project",
} as const;
