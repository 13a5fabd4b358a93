import type { ReactNode } from "react";

/** The way in by an invitation. */
export const words = {
  // InviteScreen
  thisInvitationDoesntWork: "This invitation doesn't work",
  theLinkIsNotCompleteAsk: "The link is not complete. Ask whoever sent it.",
  youAreSignedInAsAnd: (name: ReactNode) => (
    <>You are signed in as {name} and belong to this project already.</>
  ),
  goOnLabelling: "Go on labelling",
  youCameByThisInvitation: (returning: ReactNode) => (
    <>You came by this invitation as {returning}, in this browser.</>
  ),
  goOnAs: (returning: ReactNode) => (
    <>
      Go on as{"\u00a0"}
      {returning}
    </>
  ),
  invitesYouToLabelTexts: (invitedBy: ReactNode) => (
    <>{invitedBy} invites you to label texts. Tell your colleagues who you are, then start.</>
  ),
  invitesYouAs: (invitedBy: ReactNode, name: ReactNode) => (
    <>
      {invitedBy} invites you to label texts. You are signed in as {name}.
    </>
  ),
  someoneElseTypeYourName: "Someone else? Type your name, and label as yourself.",
  haveYouLabelledHere: (invitedBy: ReactNode) => (
    <>
      Have you labelled here before? A name makes a new account; ask {invitedBy} for a link to
      yours.
    </>
  ),
  yourName: "Your name",
  startLabelling: "Start labelling",
} as const;
