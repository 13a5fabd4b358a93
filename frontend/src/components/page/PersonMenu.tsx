import { Menu, Portal, UnstyledButton } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { api } from "@/api/client";
import { me } from "@/api/queries";
import { forgetTaken } from "@/api/session/taken";
import { NameDialog } from "../account/NameDialog";
import { PasswordDialog } from "../account/PasswordDialog";
import { SessionsDialog } from "../account/SessionsDialog";
import { endReturn, invited } from "@/state/invited";
import { forgetPast } from "@/state/outbox/past";
import { session } from "@/state/session";
import { onDevice } from "@/state/storage";
import { words } from "@/words/common";
import styles from "./Page.module.css";
import { ThemeItems } from "./ThemeItems";

/** Who is signed in, and what belongs to them: the theme, name and password, sessions and the way out. */
export function PersonMenu() {
  const { data: person } = useQuery(me);
  const [open, setOpen] = useState<"name" | "password" | "sessions" | null>(null);
  const queries = useQueryClient();
  const [, navigate] = useLocation();

  const leave = () => {
    queries.clear();
    forgetPast(onDevice());
    endReturn(invited);
    session.set("signed-out");
    navigate("/");
  };
  const signOut = async () => {
    // Also where the service can't be reached.
    await forgetTaken();
    await api.DELETE("/api/v1/session");
    leave();
  };

  return (
    <>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <UnstyledButton className={styles.person}>
            <bdi>{person?.name ?? "…"}</bdi>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <ThemeItems />
          <Menu.Divider />
          <Menu.Item disabled={!person} onClick={() => setOpen("name")}>
            {words.changeTheName}
          </Menu.Item>
          <Menu.Item disabled={!person} onClick={() => setOpen("password")}>
            {person?.has_password ? words.changeThePassword : words.setAPassword}
          </Menu.Item>
          <Menu.Item onClick={() => setOpen("sessions")}>{words.sessions}</Menu.Item>
          <Menu.Item onClick={() => void signOut()}>{words.signOut}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {/* Not within the page's header: a dialog has one of its own. */}
      <Portal>
        {open === "name" && person && (
          <NameDialog
            name={person.name}
            signsInByIt={person.has_password ?? false}
            onClose={() => setOpen(null)}
          />
        )}
        {open === "password" && person && (
          <PasswordDialog
            name={person.name}
            hasOne={person.has_password ?? false}
            onClose={() => setOpen(null)}
          />
        )}
        {open === "sessions" && <SessionsDialog onClose={() => setOpen(null)} onLeave={leave} />}
      </Portal>
    </>
  );
}
