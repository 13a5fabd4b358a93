import { useState } from "react";
import { QuietPage } from "@/components/page/QuietPage";
import { onThisDevice } from "@/state/outbox/outbox-storage";
import { countSaid } from "@/state/outbox/commands";
import { onDevice } from "@/state/storage";
import { words } from "@/words/sign-in";
import { safePath } from "@/api/session/enter";
import { HowToEnter } from "./HowToEnter";
import { PasswordForm } from "./PasswordForm";

/** Shown wherever the service no longer knows us. Answers not yet sent are safe, and it says so. */
export function SignedOutScreen() {
  const [{ answers, others }] = useState(() => countSaid(onThisDevice(onDevice())));
  return (
    <QuietPage title={words.signedOut}>
      {answers + others > 0 && <p>{words.keptOnThisDevice(answers + others, others === 0)}</p>}
      <HowToEnter />
      <PasswordForm next={safePath(window.location.pathname)} />
    </QuietPage>
  );
}
