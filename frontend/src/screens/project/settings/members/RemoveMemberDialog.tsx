import { Check } from "@/components/fields/Check";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type Schema } from "@/api/client";
import { Confirm } from "@/components/dialog/Confirm";
import { words } from "@/words/settings/settings";
import { setAnswersAside } from "./set-aside";

interface RemoveMemberDialogProps {
  projectId: number;
  member: Schema<"ProjectMember">;
  answers: number;
  onClose(): void;
}

/** Ends someone's part in the project, having said what becomes of their answers. */
export function RemoveMemberDialog({
  projectId,
  member,
  answers,
  onClose,
}: RemoveMemberDialogProps) {
  const queries = useQueryClient();
  const [isSetAside, setIsSetAside] = useState(false);
  const remove = useMutation({
    mutationFn: async () => {
      await api.DELETE("/api/v1/projects/{project_id}/members/{user_id}", {
        params: { path: { project_id: projectId, user_id: member.user_id } },
      });
      // Afterwards, or an answer could come between.
      if (isSetAside) await setAnswersAside(projectId, member.user_id);
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["projects", projectId] });
      onClose();
    },
  });
  return (
    <Confirm {...{ title: words.removeOf(member.name), yes: words.remove, work: remove, onClose }}>
      <p className="quiet">
        {words.removalEffect(
          answers > 0
            ? words.removedAnswers(answers, member.name)
            : words.hasAnsweredNothing(member.name),
        )}
      </p>
      {answers > 0 && (
        <Check checked={isSetAside} onChange={setIsSetAside}>
          {words.alsoSetAside(answers)}
        </Check>
      )}
    </Confirm>
  );
}
