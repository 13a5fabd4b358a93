import type { ReactNode } from "react";
import { minute } from "./figures";

/** What more than one screen says: the frame, the person's menu, errors. */
export const words = {
  // errors
  unreachable: "The service can't be reached.",
  theServiceAnswered: (status: number) => `The service answered ${status}.`,
  // queries
  signedOut: "You are not signed in.",
  // Problem
  connectionHint: "Check that you are online and that the service runs.",
  tryAgain: "Try again",
  retryNote: "The page tries again by itself, at least every 30 s.",
  codeInTheLog: (reference: ReactNode) => <>Code {reference}. The service’s log has the details.</>,
  // Dialog
  close: "Close",
  // NameDialog
  changeTheName: "Change your name",
  yourName: "Your name",
  othersSeeItBeside: "Others see it beside your answers, also earlier ones.",
  signInNameNote: "You sign in with it and your password.",
  // PasswordDialog
  changeThePassword: "Change the password",
  setAPassword: "Set a password",
  passwordSaved: (name: ReactNode) => (
    <>You can sign in as {name} with this password. Other browsers were signed out.</>
  ),
  done: "Done",
  passwordNote: (name: ReactNode) => <>You sign in with it and your name, {name}, anywhere.</>,
  passwordNow: "Password now",
  newPassword: "New password",
  atLeastCharacters: (shortest: number) => `At least ${shortest} characters`,
  save: "Save",
  // SessionsDialog
  sessions: "Where you are signed in",
  thisBrowser: "This browser",
  anotherBrowser: "Another browser",
  signOutOf: (each: string) => `Sign out: ${each}`,
  signOut: "Sign out",
  signingOutEverywhereEnds:
    "Sign out everywhere ends all of these and your sign-in links. To come back you need your password or a new link. Saved answers stay.",
  signOutEverywhere: "Sign out everywhere",
  signedIn: (createdAt: string) => `signed in ${minute(createdAt)}`,
  lastUsed: (signedIn: string, usedAt: string) => `${signedIn}, last used ${minute(usedAt)}`,
  // ThemeItems
  asTheSystem: "Same as the system",
  light: "Light",
  dark: "Dark",
  theme: "Theme",
  // Page
  skipToTheContent: "Skip to the content",
  postil: "Postil",
  // KeysSheet
  keys: "Keys",
  // Choices
  typeToFind: "Type to find",
  nothingHasTheseLetters: "Nothing matches.",
  // App
  thisPageDidntLoad: "This page didn't load",
  incompletePage: "The page is not complete",
  noPage: "This page doesn't exist",
  noProject: "This project doesn't exist",
  theProjectDidntLoad: "The project didn't load",
  noProjectReason: "It was deleted, or you are not a member. Ask its owner for an invitation.",
  cancel: "Cancel",
  toTheProjects: "To the projects",
} as const;
