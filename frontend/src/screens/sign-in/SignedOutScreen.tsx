import { useState } from "react";
import { QuietPage } from "@/components/QuietPage";
import { waitingOnDevice } from "@/state/outbox-storage";
import { onDevice } from "@/state/storage";
import { words } from "@/words/sign-in";
import { safePath } from "./enter";
import { HowToEnter } from "./HowToEnter";
import { PasswordForm } from "./PasswordForm";

/** Shown wherever the service no longer knows us. Answers not yet sent are safe, and it says so. */
export function SignedOutScreen() {
  const [waiting] = useState(() => waitingOnDevice(onDevice()));
  return (
    <QuietPage title={words.youAreNotSignedIn}>
      {waiting > 0 && <p>{words.keptOnThisDevice(waiting)}</p>}
      <HowToEnter />
      <PasswordForm next={safePath(window.location.pathname)} />
    </QuietPage>
  );
}
