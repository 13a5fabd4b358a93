import type { ReactNode } from "react";
import type { Schema } from "@/api/client";
import { between, count, day, figure, percent } from "@/words/figures";

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
  toRunProject: "To see and change the project",
  revokeOf: (one: string) => `Revoke: ${one}`,
  revoke: "Revoke",
  // MakeLink
  makeALink: "Make a link",
  // InviteDialog
  labelTexts: "label texts",
  runsProject: "label, and see and change the project",
  invitePeople: "Invite people",
  inviteAbout:
    "You get a link to share. Whoever opens it types a name and starts; no account is needed.",
  nothingSaid:
    "Nothing is written about the classes yet: people will see their names only. Add guidelines or descriptions in the settings.",
  theyMay: "They may",
  link: "Link",
  linkTerms: (uses: number, expiresAt: string) =>
    `Up to ${uses} people can use it until ${day(expiresAt)}. Copy it now: it isn't shown again.`,
  // AccountDialog
  enable: "Enable",
  disable: "Disable",
  theAccountOf: (verb: string, name: string) => `${verb} the account of ${name}`,
  enableEffect: (name: string) =>
    `${name} can get a sign-in link again. Ended sessions, tokens and links stay ended.`,
  disableEffect: (name: string) =>
    `${name} is signed out everywhere. Their tokens, sign-in links and invitations end. Their answers stay.`,
  // SignInLinkDialog
  signInLinkFor: (name: string) => `Sign-in link for ${name}`,
  signInLinkTerms: (expiresAt: string) =>
    `It works once, until ${day(expiresAt)}. Copy it now: it isn't shown again. Send it to nobody else.`,
  signInLinkAbout: (name: ReactNode) => (
    <>
      For when {name} is signed out. Whoever opens the link is {name}.
    </>
  ),
  // ProgramDialog
  addAProgram: "Add a program",
  programAbout:
    "A script or model that labels, imports or reads. It has its own name and token, so you can tell its work from people's.",
  itMay: "It may",
  add: "Add",
  token: "Token",
  whoHasItIs: (name: ReactNode) => (
    <>
      Whoever has it is {name} here. Copy it now: it isn&apos;t shown again. Keep it like a
      password.
    </>
  ),
  // TokenDialog
  tokenFor: (name: string) => `Token for ${name}`,
  madeInThePage: "made in the page",
  tokenAbout: (name: ReactNode) => (
    <>
      A program with this token acts as {name}. The token lasts until it is revoked or the account
      is disabled.
    </>
  ),
  makeAToken: "Make a token",
  // People
  people: "People",
  nobodyHasLabelledYet: "Nobody has labelled yet. Label yourself, or invite someone.",
  name: "Name",
  answers: "Answers",
  labelsSet: "Labels set",
  labelsSetMeans: "In Items, Review, or while looking for a class",
  median: "Median",
  seen: "Last answer",
  practised: "Practised",
  rightOf: (right: number, answered: number) => `${figure(right)} of ${figure(answered)}`,
  more: "More",
  disabled: " (disabled)",
  program: " (program)",
  agreesWithPeople: ({ name, beside_people: beside }: Schema<"PersonFigures">) =>
    beside &&
    `${name} agrees with people on ${percent(beside.value)} of ${count(beside.texts, "text")} that both labelled (${between(beside.low, beside.high)}).`,
  howFarTheyAgree: "See agreement",
  moreOf: (name: string) => `More: ${name}`,
  signInLink: "Sign-in link",
  disableAccount: "Disable account",
  enableAccount: "Enable account",
} as const;
