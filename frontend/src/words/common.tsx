import type { ReactNode } from "react";
import { minute } from "./figures";

/** What more than one screen says: the frame, the person's menu, errors. */
export const words = {
  // errors
  theServiceCantBeReached: "The service can't be reached.",
  theServiceAnswered: (status: number) => `The service answered ${status}.`,
  // queries
  youAreNotSignedIn: "You are not signed in.",
  // Problem
  checkThatYouAreOnlineAnd: "Check that you are online and that the service is running.",
  tryAgain: "Try again",
  itIsTriedAgainByItself: "This page tries again by itself, at least every 30 s.",
  codeInTheLog: (reference: ReactNode) => (
    <>Code {reference}: whoever runs the service finds it in the log.</>
  ),
  // Dialog
  close: "Close",
  // NameDialog
  changeTheName: "Change your name",
  yourName: "Your name",
  othersSeeItBeside: "The others see it beside your answers, earlier ones too.",
  youSignInByIt: "You sign in by it, with your password.",
  // PasswordDialog
  changeThePassword: "Change the password",
  setAPassword: "Set a password",
  youCanSignInAsWithThis: (name: ReactNode) => (
    <>You can sign in as {name} with this password. Other browsers were signed out.</>
  ),
  done: "Done",
  youSignInWithItAndYour: (name: ReactNode) => (
    <>You sign in with it and your name, {name}, anywhere.</>
  ),
  passwordNow: "Password now",
  newPassword: "New password",
  atLeastCharacters: (shortest: number) => `At least ${shortest} characters`,
  save: "Save",
  // SessionsDialog
  whereYouAreSignedIn: "Where you are signed in",
  thisBrowser: "This browser",
  anotherBrowser: "Another browser",
  signOutOf: (each: string) => `Sign out: ${each}`,
  signOut: "Sign out",
  signingOutEverywhereEnds:
    "Signing out everywhere ends all of these and the links that would sign you in. You need a new link, or your password, to come back. Answers that are saved stay.",
  signOutEverywhere: "Sign out everywhere",
  signedIn: (createdAt: string) => `signed in ${minute(createdAt)}`,
  lastUsed: (signedIn: string, usedAt: string) => `${signedIn}, last used ${minute(usedAt)}`,
  // ThemeItems
  asTheSystem: "As the system",
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
  nothingHasTheseLetters: "Nothing has these letters.",
  // App
  thisPageDidntLoad: "This page didn't load",
  thePageIsNotComplete: "The page is not complete",
  thereIsNoSuchPage: "There is no such page",
  thereIsNoSuchProjectHere: "There is no such project here",
  theProjectDidntLoad: "The project didn't load",
  itWasDeletedOrYouAreNot:
    "It was deleted, or you are not in it. Ask whoever runs it for an invitation.",
  toTheProjects: "To the projects",
} as const;
