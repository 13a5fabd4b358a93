import type { ReactNode } from "react";
import { count } from "./figures";

/** The way in. */
export const words = {
  // HowToEnter
  openTheInvitationToOnce: (project: ReactNode, by: ReactNode) => (
    <>
      Open the invitation to {project} once more: in this browser it leads back to your account. If
      you can’t find it, ask {by} for a link to your account.
    </>
  ),
  youCameByAnInvitationTo: (project: ReactNode, by: ReactNode) => (
    <>
      You came by an invitation to {project}. Ask {by} for a link to your account; the invitation
      would make a new one.
    </>
  ),
  askWhoeverRunsYour:
    "Ask whoever runs your project for a link to your account. In another browser than yours, an invitation makes a new one.",
  doYouRunThisServiceOpen: (code: ReactNode, again: ReactNode) => (
    <>
      Do you run this service? Open the link that {code} printed when it started. It works once;{" "}
      {again} prints a new one.
    </>
  ),
  // PasswordForm
  signInWithAPassword: "Sign in with a password",
  name: "Name",
  password: "Password",
  signIn: "Sign in",
  // SignedOutScreen
  youAreNotSignedIn: "You are not signed in",
  keptOnThisDevice: (number: number, isAnswers: boolean) =>
    `${isAnswers ? count(number, "answer is", "answers are") : count(number, "change is", "changes are")} kept on this device, and sent once the same account is signed in here.`,
  // SignInScreen
  thisLinkDoesntWork: "This link doesn't work",
} as const;
