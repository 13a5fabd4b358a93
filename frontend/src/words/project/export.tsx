import type { ReactNode } from "react";

/** The export of labels. */
export const words = {
  // export
  number: "Postil’s id",
  yourId: "Your id",
  text: "Text",
  label: "Label",
  labelSource: "Where the label comes from",
  agreementShare: "Agreement",
  whoDecided: "Decided by",
  whoAnsweredAndWhat: "Who answered, and what",
  columnsOfYourFile: "Columns of your file",
  withALabel: "with a label",
  withASettledLabelEnough: "with a settled label",
  allWithoutALabelToo: "all, also without a label",
  // ExportDialog
  exportLabels: "Export labels",
  format: "Format",
  texts: "Texts",
  uniqueRows: "One row per distinct text",
  machineNote: " (you won’t get those as audit texts any more)",
  machineLabels: (what: ReactNode) => <>The model’s labels too, where people gave none{what}</>,
  download: "Download",
  columns: "Columns",
  noColumns: "Choose a column to see its first lines.",
  emptyPreview: "Nothing to export yet.",
  itBeginsLikeThis: "Preview",
  firstLines: "First lines",
} as const;
