import type { ReactNode } from "react";

/** The export of labels. */
export const words = {
  // export
  number: "Number",
  yourId: "Your id",
  text: "Text",
  label: "Label",
  whereTheLabelComesFrom: "Where the label comes from",
  shareOfAnswersThatAgree: "Share of answers that agree",
  whoDecided: "Who decided",
  whoAnsweredAndWhat: "Who answered, and what",
  columnsOfYourFile: "Columns of your file",
  withALabel: "with a label",
  withASettledLabelEnough: "with a settled label: enough people agree",
  allWithoutALabelToo: "all, without a label too",
  // ExportDialog
  exportLabels: "Export labels",
  format: "Format",
  texts: "Texts",
  aTextThatYourFilesHold: "A text that your files hold twice comes once",
  youWontBeAskedAboutThose: " (you won’t be asked about those as audit texts any more)",
  theModelsLabelsTooWhere: (what: ReactNode) => (
    <>The model’s labels too, where people gave none{what}</>
  ),
  download: "Download",
  columns: "Columns",
  chooseAColumnAndItsFirst: "Choose a column, and its first lines are shown here.",
  thereIsNothingToExportSo: "There is nothing to export so far.",
  itBeginsLikeThis: "It begins like this",
  firstLines: "First lines",
} as const;
