import { amount, count, duration } from "@/words/figures";

/** The curve of accuracy. */
export const words = {
  // curve-data
  afterOf: (labels: number, point: string) => `After ${count(labels, "label")}: ${point}`,
  auditTexts: (auditLabels: number) => count(auditLabels, "audit text"),
  testSetOf: (evaluation: string) => `test set ${evaluation}`,
  ofPeople: (annotatorSeconds: number) => `${duration(annotatorSeconds)} of people`,
  costOf: (cost: number, currency: string) => `cost ${amount(cost, currency)}`,
  ofComputing: (computeSeconds: number) => `${duration(computeSeconds)} of computing`,
  barsCaption: (metric: string, enough: number) =>
    `Each bar is the range of the model's ${metric}. The line starts at ${enough} audit texts.`,
  modelLine: (line: string) => `model: ${line} (95\u00a0% band)`,
  modelDot: (line: string) => `model: ${line} (95\u00a0% bar)`,
  randomCaption: "random sampling: measured at the ring, projected beyond",
  forecastCaption: "forecast of the model",
  labelsGiven: "labels given",
  hoursOfPeoplesTime: "hours of people's time",
  costOfPeoplesTime: (currency: string) => `cost of people's time, ${currency}`,
  // AxisSwitch
  labels: "Labels",
  hours: "Hours",
  noHours: "No times measured yet",
  cost: "Cost",
  noCost: "Set a price in the settings, or wait for the first timed answers",
  accuracyAgainst: "Accuracy by",
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
    `${count(audits, "audit text")} answered. The curve starts with the next measurement.`,
  startsAfter: (enough: number) =>
    `The curve starts after ${enough} audit texts. They are drawn at random among the texts you label.`,
  startsAndAnswered: (enough: number, audits: number) =>
    `The curve starts after ${enough} audit texts; ${count(audits, "is", "are")} answered. They are drawn at random among the texts you label.`,
  labelMore: "Label more",
  labelTheFirstOnes: "Label the first ones",
  // Stepper
  stepperLabel: "Points of the curve; move with the arrow keys",
  // CurveCard
  legend: "What the lines are",
  asACurve: "As a curve",
  asATable: "As a table",
} as const;
