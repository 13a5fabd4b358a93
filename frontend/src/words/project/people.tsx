import type { ReactNode } from "react";
import { count, day } from "@/words/figures";

/** The people of a project: who labels, and how others come in. */
export const words = {
  // CopyLine
  copy: "Copy",
  copied: "Copied",
  pressCtrlC: "Press Ctrl+C",
  // Invitations
  uses: (usesLeft: number) => count(usesLeft, "use"),
  linksThatStillWork: "Links that still work",
  toLabelTexts: "To label texts",
  toSeeAndChangeTheProject: "To see and change the project",
  revokeOf: (one: string) => `Revoke: ${one}`,
  revoke: "Revoke",
  // MakeLink
  makeALink: "Make a link",
  // InviteDialog
  labelTexts: "label texts",
  labelAndSeeAndChangeThe: "label, and see and change the project",
  invitePeople: "Invite people",
  youGetALinkToSendAround:
    "You get a link to send around. Whoever opens it types a name and starts; no account is needed.",
  theyMay: "They may",
  link: "Link",
  upToPeopleCanUseItUntil: (uses: number, expiresAt: string) =>
    `Up to ${uses} people can use it, until ${day(expiresAt)}. It is shown only now: copy it before you close this.`,
  // AccountDialog
  enable: "Enable",
  disable: "Disable",
  theAccountOf: (verb: string, name: string) => `${verb} the account of ${name}`,
  canBeSentASignInLink: (name: string) =>
    `${name} can be sent a sign-in link again. What ended stays ended.`,
  isSignedOutEverywhereIn: (name: string) =>
    `${name} is signed out everywhere, in all projects. Their tokens and sign-in links end, and the invitations that they made. What they answered stays.`,
  // SignInLinkDialog
  signInLinkFor: (name: string) => `Sign-in link for ${name}`,
  itWorksOnceUntilItIs: (expiresAt: string) =>
    `It works once, until ${day(expiresAt)}. It is shown only now: copy it before you close this, and send it to nobody else.`,
  forWhenIsSignedOut: (name: ReactNode) => (
    <>
      For when {name} is signed out. Whoever opens the link labels as {name}.
    </>
  ),
  // ProgramDialog
  addAProgram: "Add a program",
  aProgramLabelsUnderItsOwnName:
    "A script or a model that labels, imports or reads. It is a member with its own name and a token, so that what it does is told from what people do.",
  itMay: "It may",
  add: "Add",
  token: "Token",
  whoHasItIs: (name: ReactNode) => (
    <>
      Whoever has it is {name} here. It is shown only now: copy it before you close this, and keep
      it like a password.
    </>
  ),
  // TokenDialog
  tokenFor: (name: string) => `Token for ${name}`,
  madeInThePage: "made in the page",
  aProgramThatSendsIt: (name: ReactNode) => (
    <>
      A program that sends it does what {name} may do, and what it does is theirs. The token lasts
      until it is revoked or the account is disabled.
    </>
  ),
  makeAToken: "Make a token",
  // People
  people: "People",
  nobodyHasLabelledYet: "Nobody has labelled yet. Label yourself, or invite someone.",
  name: "Name",
  answers: "Answers",
  median: "Median",
  seen: "Seen",
  more: "More",
  disabled: " (disabled)",
  howFarTheyAgree: "How far they agree",
  moreOf: (name: string) => `More: ${name}`,
  signInLink: "Sign-in link",
  disableAccount: "Disable account",
  enableAccount: "Enable account",
} as const;
