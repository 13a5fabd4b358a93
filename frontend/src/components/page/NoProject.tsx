import { Link } from "wouter";
import { ApiError } from "@/state/errors";
import { words } from "@/words/common";
import { Problem } from "../Problem";
import { QuietPage } from "./QuietPage";

/** In the place of a project's screen: there is none for this person, or it can't be read now. */
export function NoProject({ error, retry }: { error: Error; retry(): void }) {
  const gone = error instanceof ApiError && [403, 404, 422].includes(error.status);
  return (
    <QuietPage title={gone ? words.noProject : words.theProjectDidntLoad}>
      {gone ? <p>{words.noProjectReason}</p> : <Problem error={error} retry={retry} goesOn />}
      <Link href="/">{words.toTheProjects}</Link>
    </QuietPage>
  );
}
