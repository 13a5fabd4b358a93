import { browserChannel, Claim } from "@/state/outbox/claim";
import { browserClock } from "@/state/clock";
import { Outbox } from "@/state/outbox/outbox";
import { OutboxStorage, projectsOf } from "@/state/outbox/outbox-storage";
import { session } from "@/state/session";
import { onDevice } from "@/state/storage";
import { api } from "../client";
import { sendCommand } from "./commands";
import { isShutOut } from "@/state/errors";

const open = new Map<string, { outbox: Outbox; prefix: string }>();

/** What somebody does in a project goes through one of these, on whatever screen; it goes on when
 * they leave the screen. */
export function outboxOf(userId: number, projectId: number): Outbox {
  const name = `${userId}.${projectId}`;
  const there = open.get(name);
  if (there) return there.outbox;
  const storage = new OutboxStorage(onDevice(), userId, projectId);
  const path = { project_id: projectId };
  const outbox = new Outbox({
    ...{ storage, clock: browserClock },
    claim: new Claim(browserChannel(`postil.outbox.${name}`), browserClock),
    send: (entry) => sendCommand(projectId, entry),
    onSignedOut: () => session.set("signed-out"),
    isShutOut: () =>
      api.GET("/api/v1/projects/{project_id}", { params: { path } }).then(() => false, isShutOut),
  });
  open.set(name, { outbox, prefix: storage.prefix });
  outbox.start();
  return outbox;
}

/** What earlier visits of somebody have left is sent, in whatever project. */
export function sendWhatIsLeft(userId: number): void {
  for (const projectId of projectsOf(onDevice(), userId)) outboxOf(userId, projectId);
}

// Under another account nothing of this one is sent.
session.subscribe(() => {
  if (session.get() !== "signed-out") return;
  for (const { outbox } of open.values()) outbox.end();
  open.clear();
});

window.addEventListener("storage", ({ key }) => {
  for (const { outbox, prefix } of open.values()) if (key?.startsWith(prefix)) outbox.refresh();
});

const hurry = () => {
  if (document.visibilityState !== "visible") return;
  for (const { outbox } of open.values()) outbox.hurry();
};
window.addEventListener("online", hurry);
document.addEventListener("visibilitychange", hurry);

/** Asks before what the device wouldn't keep is lost. */
window.addEventListener("beforeunload", (event) => {
  for (const { outbox } of open.values()) {
    const { waiting, kept } = outbox.state.get();
    if (waiting.length > 0 && !kept) event.preventDefault();
  }
});
