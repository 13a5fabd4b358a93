import { useQuery } from "@tanstack/react-query";
import { project as projectQuery } from "@/api/queries";
import { words } from "@/words/label/label";
import { useLabelling } from "../context";
import { Notice } from "./Notice";

/** The owner has stopped the project for now, perhaps after this page was opened. */
export function Paused() {
  const { project } = useLabelling();
  const { data } = useQuery({ ...projectQuery(project.id), refetchOnMount: "always" });
  return (
    <Notice title={words.thisProjectIsPaused}>
      {data?.paused_reason && (
        <p>
          “<bdi>{data.paused_reason}</bdi>”
        </p>
      )}
      <p>{words.resumeNote}</p>
    </Notice>
  );
}
