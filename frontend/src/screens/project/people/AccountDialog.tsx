import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type Schema } from "@/api/client";
import { Confirm } from "@/components/dialog/Confirm";
import { words } from "@/words/project/people";
import { members } from "@/api/project";

interface AccountDialogProps {
  projectId: number;
  member: Schema<"ProjectMember">;
  onClose(): void;
}

/** Shuts someone's account, or opens it again. */
export function AccountDialog({ projectId, member, onClose }: AccountDialogProps) {
  const queries = useQueryClient();
  const opens = member.state === "disabled";
  const change = useMutation({
    mutationFn: () =>
      api.PATCH("/api/v1/users/{user_id}", {
        params: { path: { user_id: member.user_id } },
        body: { state: opens ? "active" : "disabled" },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries(members(projectId));
      onClose();
    },
  });
  const verb = opens ? words.enable : words.disable;
  return (
    <Confirm
      {...{ title: words.theAccountOf(verb, member.name), yes: verb, work: change, onClose }}
    >
      <p className="quiet">
        {opens ? words.enableEffect(member.name) : words.disableEffect(member.name)}
      </p>
    </Confirm>
  );
}
