import { useState } from "react";
import { QuietPage } from "@/components/QuietPage";
import { waitingOnDevice } from "@/state/outbox-storage";
import { onDevice } from "@/state/storage";
import { safePath } from "./enter";
import { HowToEnter } from "./HowToEnter";
import { PasswordForm } from "./PasswordForm";

/** Shown wherever the service no longer knows us. Answers not yet sent are safe, and it says so. */
export function SignedOutScreen() {
  const [waiting] = useState(() => waitingOnDevice(onDevice()));
  return (
    <QuietPage title="You are not signed in">
      {waiting > 0 && (
        <p>
          {waiting === 1 ? "1 answer is" : `${waiting} answers are`} kept on this device, and sent
          once the same account is signed in here.
        </p>
      )}
      <HowToEnter />
      <PasswordForm next={safePath(window.location.pathname)} />
    </QuietPage>
  );
}
