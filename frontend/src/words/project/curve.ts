import { amount, count, duration, figure } from "@/words/figures";

/** The curve of accuracy. */
export const words = {
  // curve-data
  afterOf: (labels: number, point: string) => `After ${count(labels, "label")}: ${point}`,
  auditTexts: (auditLabels: number) => count(auditLabels, "audit text"),
  testSetOf: (evaluation: string) => `test set ${evaluation}`,
  ofPeople: (annotatorSeconds: number) => `${duration(annotatorSeconds)} of people`,
  costOf: (cost: number, currency: string) => `cost ${amount(cost, currency)}`,
  ofComputing: (computeSeconds: number) => `${duration(computeSeconds)} of computing`,
  eachBarIsARangeInWhich: (metric: string, enough: number) =>
    `Each bar is a range in which the model's ${metric} lies; with ${enough} audit texts it is narrow enough for a line.`,
  solid: (line: string) => `Solid: ${line}, in the band where it may truly lie`,
  dot: (line: string) => `Dot: ${line}, in the bar where it may truly lie`,
  whatRandomSamplingWould: "what random sampling would have used isn't known",
  dashedTheSameWithAsMany:
    "dashed: the same with as many texts drawn at random, projected from the audit texts",
  fanWhereItMayGoFromHere: "fan: where it may go from here",
  labelsGiven: "labels given",
  hoursOfPeoplesTime: "hours of people's time",
  costOfPeoplesTime: (currency: string) => `cost of people's time, ${currency}`,
  energyOfComputingWatt: "energy of computing, watt-hours",
  // AxisSwitch
  labels: "Labels",
  hours: "Hours",
  noTimesHaveBeenMeasured: "No times have been measured yet",
  cost: "Cost",
  theProjectHasNoPriceOrNo: "The project has no price, or no times have been measured yet",
  energy: "Energy",
  thePowerOfTheGpuIsNotSet: "The power of the GPU is not set, or nothing has been computed yet",
  accuracyAgainst: "Accuracy against",
  // CurveMenu
  figures: (format: string) => `Figures (${format})`,
  download: "Download",
  picturePng: "Picture (PNG)",
  drawingSvg: "Drawing (SVG)",
  // CurveTable
  pointsOfTheCurve: "Points of the curve",
  accuracy: "Accuracy",
  auditTextsColumn: "Audit texts",
  testSet: "Test set",
  macroF1: "Macro-F1",
  strategy: "Strategy",
  people: "People",
  computing: "Computing",
  // Example
  auditTextsAnswered: (audits: number) =>
    `${figure(audits)} audit texts are answered. The curve starts with the next measurement.`,
  startsAfter: (enough: number) =>
    `The curve starts after ${enough} audit texts. They come among the texts you label, drawn at random.`,
  startsAndAnswered: (enough: number, audits: number) =>
    `The curve starts after ${enough} audit texts; ${count(audits, "is", "are")} answered. They come among the texts you label, drawn at random.`,
  labelMore: "Label more",
  labelTheFirstOnes: "Label the first ones",
  // Stepper
  pointsOfTheCurveTheArrow: "Points of the curve; the arrow keys step along",
  // CurveCard
  asACurve: "As a curve",
  asATable: "As a table",
} as const;
