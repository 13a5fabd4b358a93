import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Schema } from "@/api/client";
import { Confirm } from "@/components/dialog/Confirm";
import { words } from "@/words/settings/settings";
import { setAnswersAside } from "./set-aside";

interface SetAsideDialogProps {
  projectId: number;
  member: Schema<"ProjectMember">;
  answers: number;
  onClose(): void;
}

/** Has all that somebody answered count no longer, having said what follows from it. */
export function SetAsideDialog({ projectId, member, answers, onClose }: SetAsideDialogProps) {
  const queries = useQueryClient();
  const setAside = useMutation({
    mutationFn: () => setAnswersAside(projectId, member.user_id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["projects", projectId] });
      onClose();
    },
  });
  return (
    <Confirm
      {...{ title: words.setAsideOf(member.name), yes: words.setAside, work: setAside, onClose }}
    >
      <p className="quiet">{words.countNoLonger(answers, member.name)}</p>
    </Confirm>
  );
}
