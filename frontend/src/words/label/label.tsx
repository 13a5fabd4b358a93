import type { ReactNode } from "react";
import { count, figure, plural } from "../figures";

/** The labelling screen. */
export const words = {
  commentSaved: "✓ comment saved",
  // progress
  labels: (labels: number) => count(labels, "label"),
  today: (answers: number) => `${figure(answers)} today`,
  todayOf: (answers: number, goal: number) => `${figure(answers)} of ${figure(goal)} today`,
  andPace: (today: string, pace: number) => `${today} · ${pace}/min`,
  goal: "Your goal for a day",
  noGoal: "none",
  goalOf: (goal: number) => count(goal, "answer"),
  // Elsewhere
  youAreLabellingThis: "You are labelling this project in another tab",
  takeOver: "Continue here and the other tab stops. No answer is lost.",
  labelHere: "Label here",
  // AddClassDialog
  addAClass: "Add a class",
  name: "Name",
  description: "Description",
  addClassHint: "What it means, where the name doesn’t say.",
  everybodyWhoLabelsCan:
    "Everybody who labels can use it within seconds. Texts with a label keep it.",
  add: "Add",
  // CommentDialog
  commentOnThisText: "Comment on this text",
  comment: "Comment",
  whoeverRunsTheProject: "The people who run the project read it. Ctrl+Enter sends.",
  send: "Send",
  // Footer
  skip: "skip",
  flag: "flag",
  flagged: "flagged",
  guidelines: "guidelines",
  skipHint: "Skip",
  why: "why?",
  whyOf: (why: string) => `why: ${why}`,
  // SkippedDialog
  whySkipped: "Why did you skip it?",
  whoeverRunsReadsWhy: "It stays with the text, for the people who run the project.",
  whySkippedChoices: [
    "No class fits",
    "Several classes fit",
    "The text doesn't say enough",
    "The text is broken or empty",
  ],
  ownWords: "In your own words",
  textsHere: (texts: number) => `${count(texts, "text")} here`,
  // Recent
  recent: "Your last decisions",
  allEarlier: "All",
  goBackTo: (made: string, text: string) => `Go back to ${made}: ${text}`,
  clearTheChoice: "clear the choice",
  undoOf: (made: ReactNode) => <>undo {made}</>,
  // Guidelines
  guidelinesTitle: "Guidelines",
  unpin: "Unpin",
  pin: "Pin",
  close: "Close",
  textOfTheGuidelines: "Text of the guidelines",
  nobodyHasWritten: "Nobody has written guidelines for this project yet.",
  // Enough
  enough: "Enough for the target",
  enoughAskTheOwner: "Enough for the target: ask the owner",
  // Done
  yourEarlierAnswers: "Your earlier answers",
  // MoreMenu
  more: "More",
  decideWhereAnswersDiffer: "Decide where answers differ",
  textSize: "Text size",
  leave: "Leave",
  // Replies
  answersToYou: (replies: number) => `${count(replies, "answer")} to you`,
  answersToYourNotes: "Answers to your notes",
  youFlagged: "You flagged",
  youWrote: "You wrote",
  on: (text: ReactNode, itemText: ReactNode) => (
    <>
      {text} on “{itemText}”
    </>
  ),
  // Header
  labelsOfEveryone: "Labels of everyone",
  // Text
  textToLabel: "Text to label",
  longText: (value: number) => count(value, "word"),
  // Colleagues
  nothingLeftForYou: "Nothing left for you right now",
  withColleagues: "Every other text is with a colleague.",
  youSkipped: (skipped: number) =>
    `You skipped ${count(skipped, "text")}: go through ${plural(skipped, "it", "them")} again`,
  lookingAgainInS: (seconds: number) => `Checking again in ${seconds} s`,
  lookingAgain: "Checking again",
  // DoneCurve
  accuracyAgainstTheNumber: "Accuracy by number of labels",
  // Done
  noTextsTitle: "There are no texts yet",
  addDataLink: "Add data on the overview",
  thatsAllForNow: "That's all for now",
  theProjectHas: (labels: number) => `The project has ${count(labels, "label")}.`,
  doneFigures: (labels: number, own: number) =>
    `The project has ${count(labels, "label")}; ${count(own, "of them is", "of them are")} yours from today.`,
  othersMustAudit: "Others must answer the audit texts",
  becauseAllWasSeen: ": you have seen the predictions",
  doneNote: "New texts appear here when someone adds them.",
  curveLink: "See the curve and export",
  otherProjects: "Other projects",
  doneModel: (estimate: string, reached: string, range: string) =>
    `A model trained on them: ${estimate} ${reached} (${range}).`,
  // ShutOut
  shutOutTitle: "You can't label here any more",
  shutOutReason: "The project was deleted, or you are no longer in it.",
  allDelivered: "All your answers are saved.",
  answersWereNotDelivered: (answers: number) =>
    `${count(answers, "answer is", "answers are")} not sent. ${plural(answers, "It stays", "They stay")} on this device until you are let in again and come back here. Answers sent before are saved.`,
  // Paused
  thisProjectIsPaused: "This project is paused",
  resumeNote: "Texts come back here when it goes on.",
  // Preparing
  preparingTheFirstTexts: "Preparing the first texts",
  textsEmbedded: "Texts prepared",
  ofEmbeddedLabelling: (embedded: number, items: number) =>
    `${figure(embedded)} of ${figure(items)} prepared. Labelling starts by itself.`,
  // Waiting
  offlineTitle: "Offline, and out of texts",
  offlineNote:
    "Your answers are kept on this device. New texts come once the service can be reached.",
  tryNow: "Try now",
  fetchProblem: "No text could be fetched",
  thisProjectIsArchived: "This project is archived",
  nothingUntil: "Nothing to label until someone brings it back.",
  answersWaitForIt: (answers: number) =>
    `${count(answers, "answer")} of yours ${plural(answers, "waits", "wait")} on this device and ${plural(answers, "is", "are")} sent then.`,
  fetchingTheFirstText: "Fetching the next texts",
  // LabelScreen
  unknownTitle: "This page can't show these questions",
  unknownReason: (answerKind: string) =>
    `They are of the kind “${answerKind}”. Reload the page to get its newest version.`,
  toTheProjects: "To the projects",
} as const;
