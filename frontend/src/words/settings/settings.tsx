import type { ReactNode } from "react";
import { count, figure } from "../figures";

/** The English of the settings, but for the fields themselves. */
export const words = {
  sections: "Sections",
  strategyDoes: (about: string) => `How the next texts are chosen. ${about}`,
  whatEachStrategyDoes: "What each strategy does",
  // EffectBadge
  takesEffect: "Takes effect:",
  // Tick
  undo: "Undo",
  savedOf: (span: ReactNode, textbutton: ReactNode) => (
    <>
      {span}Saved. {textbutton}
    </>
  ),
  // ColumnsSection
  otherColumns: "Other columns",
  columnsAbout:
    "Columns of your files that people see beside a text while labelling, in this order. Web addresses become links.",
  columnsShown: "Columns shown",
  hideOf: (name: string) => `Hide ${name}`,
  altAltMovesIt: "Alt+↑ Alt+↓ moves it",
  columnsNotShown: "Columns not shown",
  mostColumns: "Ten columns at most. Hide one first.",
  showOf: (name: string) => `Show ${name}`,
  // figures
  itNeedsAFigure: "Enter a number.",
  writeANumber: "Enter a number.",
  writeAWholeNumber: "Enter a whole number.",
  betweenAnd: (least: number, most: number, unit: string) =>
    `Enter a number between ${figure(least)} and ${figure(most)}${unit}.`,
  none: "None",
  add: "Add",
  // GuidelinesSection
  guidelines: "Guidelines",
  guidelinesAbout: (key: string) =>
    `What to do in doubt, in Markdown. People open them with ${key} while labelling.`,
  write: "Write",
  preview: "Preview",
  nothingIsWrittenYet: "Nothing written yet.",
  // RemoveMemberDialog
  removeOf: (name: string) => `Remove ${name}`,
  removedAnswers: (answers: number, name: string) =>
    `${count(answers, "answer")} by ${name} stay, with the name. Labels, figures and exports don’t change. `,
  hasAnsweredNothing: (name: string) => `${name} has answered nothing. `,
  removalEffect: (which: string) =>
    `${which}They can no longer label or see this project, and their invitations end. A text on their screen goes to somebody else later. A new invitation lets them back in, as the same person if they are signed in.`,
  remove: "Remove",
  alsoSetAside: (answers: number) => `Set aside their ${count(answers, "answer")} too`,
  // SetAsideDialog, SetAsideList
  setAsideAll: "Set aside all answers",
  setAsideOf: (name: string) => `Set aside all answers of ${name}`,
  countNoLonger: (answers: number, name: string) =>
    `${count(answers, "answer")} by ${name} will no longer count. Labels and figures follow, and others are asked about these texts. What ${name} set in Items or Review stays. Nothing is deleted: you can undo this.`,
  setAside: "Set aside",
  answersSetAside: "Answers set aside",
  setAsideOn: (answers: number, day: string) => `${count(answers, "answer")}, on ${day}`,
  countAgain: "Count them again",
  countAgainOf: (name: string) => `Count them again: ${name}`,
  // MembersSection
  adjudicatorRole: "labels, and decides disagreements",
  engineerRole: "labels, and runs the project",
  members: "Members",
  membersAbout:
    "People who label see texts, guidelines and their own pace. They never see figures or other people's answers.",
  you: " (you)",
  owner: " (owner)",
  theOwnerStays: "The project's owner always stays an engineer.",
  disabled: " (disabled)",
  program: " (program)",
  isAProgram: "This is a program",
  isAPerson: "This is a person",
  gave: (answers: number, labelsSet: number) =>
    labelsSet === 0
      ? count(answers, "answer")
      : [
          ...(answers > 0 ? [count(answers, "answer")] : []),
          `${count(labelsSet, "label")} set`,
        ].join(", "),
  whatMayDo: (name: string) => `What ${name} may do`,
  moreOf: (name: string) => `More: ${name}`,
  signInLink: "Sign-in link",
  enableAccount: "Enable account",
  disableAccount: "Disable account",
  removeFromTheProject: "Remove from the project",
  // StateSections
  labellingIsPaused: "Labelling is paused",
  pauseLabelling: "Pause labelling",
  pausedAbout: "Nobody gets a text. Answers under way are kept.",
  pauseAbout:
    "Nobody gets a text until you go on. People who label see the reason within seconds; their answers are kept.",
  pauseReason: "Reason, shown to people who label",
  noneWasGiven: "none",
  optional: "optional",
  goOn: "Go on",
  pause: "Pause",
  useAsATemplate: "Use as a template",
  duplicateAbout:
    "Makes a new project with these settings, classes and guidelines, without texts, answers or members.",
  itsName: "Its name",
  duplicate: "Duplicate",
  theProjectIsArchived: "The project is archived",
  archive: "Archive",
  archivedAbout: "You can read and export everything. Bring it back to change anything.",
  archiveAbout:
    "It leaves the list of projects and becomes read-only. You can bring it back at any time.",
  bringItBack: "Bring it back",
  delete: "Delete",
  deleteAbout: (itemCount: number, labelCount: number) =>
    `This deletes ${count(itemCount, "text")}, ${count(labelCount, "label")} and every answer for good. Export first.`,
  typeToDeleteIt: (name: string) => `Type “${name}” to delete it`,
  deleteTheProject: "Delete the project",
  // SettingsTab
  project: "Project",
  name: "Name",
  goalAndPrice: "Goal and price",
  whichTextsComeNext: "Which texts come next",
  howPeopleLabel: "How people label",
} as const;
