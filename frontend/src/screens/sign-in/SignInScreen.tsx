import { useEffect, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { QuietPage } from "@/components/page/QuietPage";
import { words } from "@/words/sign-in";
import { enter, fragment, hideFragment, safePath } from "@/api/session/enter";
import { HowToEnter } from "./HowToEnter";
import { PasswordForm } from "./PasswordForm";

// Read once, when the page is opened: a link works a single time, also under StrictMode,
// which runs effects twice.
const link = { token: fragment("token"), next: safePath(fragment("next")) };
let entering: ReturnType<typeof enter> | null = null;

/** Where the printed link leads: signs in with its token and goes on to the projects. */
export default function SignInScreen() {
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const [error, setError] = useState<Error | null>(null);

  useEffect(() => {
    if (!link.token) return;
    hideFragment();
    entering ??= enter({ token: link.token }, queries);
    entering.then(
      () => navigate(link.next, { replace: true }),
      (reason: Error) => setError(reason),
    );
  }, [navigate, queries]);

  if (link.token && !error) return null;
  return (
    <QuietPage title={error ? words.thisLinkDoesntWork : words.signIn}>
      {error && <p role="alert">{error.message}</p>}
      <HowToEnter />
      <PasswordForm next={link.next} />
    </QuietPage>
  );
}
