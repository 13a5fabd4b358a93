import type { ReactNode } from "react";
import { count, plural } from "./figures";

/** The way in. */
export const words = {
  // HowToEnter
  invitationHint: (project: ReactNode, by: ReactNode) => (
    <>
      Open your invitation to {project} again in this browser: it leads back to your account. If you
      can’t find it, ask {by} for a sign-in link.
    </>
  ),
  invitedTo: (project: ReactNode, by: ReactNode) => (
    <>
      Ask {by} for a sign-in link. Opening the invitation to {project} again would create a second
      account.
    </>
  ),
  askWhoeverRunsYour:
    "Ask the owner of your project for a sign-in link. Opening an invitation in a new browser creates a second account.",
  ownerHint: (code: ReactNode, again: ReactNode) => (
    <>
      Do you run this service? Open the link that {code} printed. It works once; {again} prints a
      new one.
    </>
  ),
  // PasswordForm
  signInWithAPassword: "Sign in with a password",
  name: "Name",
  password: "Password",
  signIn: "Sign in",
  // SignedOutScreen
  signedOut: "You are not signed in",
  keptOnThisDevice: (number: number, isAnswers: boolean) =>
    `${isAnswers ? count(number, "answer is", "answers are") : count(number, "change is", "changes are")} kept on this device. Sign in with the same account to send ${plural(number, "it", "them")}.`,
  // SignInScreen
  thisLinkDoesntWork: "This link doesn't work",
} as const;
