import type { ReactNode } from "react";

/** The way in by an invitation. */
export const words = {
  // InviteScreen
  thisInvitationDoesntWork: "This invitation doesn't work",
  incompleteLink: "The link is incomplete. Ask the sender for all of it.",
  signedInAs: (name: ReactNode) => <>You are signed in as {name} and already in this project.</>,
  goOnLabelling: "Go on labelling",
  returnNote: (returning: ReactNode) => (
    <>In this browser you used this invitation as {returning}.</>
  ),
  goOnAs: (returning: ReactNode) => (
    <>
      Go on as{"\u00a0"}
      {returning}
    </>
  ),
  invitation: (invitedBy: ReactNode) => (
    <>{invitedBy} invites you to label texts. Type your name, then start.</>
  ),
  invitesYouAs: (invitedBy: ReactNode, name: ReactNode) => (
    <>
      {invitedBy} invites you to label texts. You are signed in as {name}.
    </>
  ),
  nameHint: "Someone else? Type your name, and label as yourself.",
  haveYouLabelledHere: (invitedBy: ReactNode) => (
    <>Labelled here before? Ask {invitedBy} for a sign-in link, or you’ll get a second account.</>
  ),
  yourName: "Your name",
  startLabelling: "Start labelling",
} as const;
