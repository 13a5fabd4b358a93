import { Wrong } from "@/components/Wrong";
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { api, body, type Schema } from "@/api/client";
import { Dialog } from "@/components/dialog/Dialog";
import { words } from "@/words/project/people";
import styles from "../../Dialogs.module.css";
import { MadeToken } from "./MadeToken";

interface TokenDialogProps {
  projectId: number;
  member: Schema<"ProjectMember">;
  onClose(): void;
}

/** Makes a token that speaks for a member, for a program of theirs. */
export function TokenDialog({ member, onClose }: TokenDialogProps) {
  const make = useMutation({
    mutationFn: () =>
      body(
        api.POST("/api/v1/users/{user_id}/tokens", {
          params: { path: { user_id: member.user_id } },
          body: { name: words.madeInThePage, scope: "engineer" },
        }),
      ),
  });
  return (
    <Dialog title={words.tokenFor(member.name)} onClose={onClose}>
      {make.data ? (
        <MadeToken token={make.data.token} name={member.name} />
      ) : (
        <div className={styles.inviteDialogForm}>
          <p className="quiet">{words.tokenAbout(<bdi>{member.name}</bdi>)}</p>
          <Button loading={make.isPending} onClick={() => make.mutate()}>
            {words.makeAToken}
          </Button>
          <Wrong error={make.error} />
        </div>
      )}
    </Dialog>
  );
}
