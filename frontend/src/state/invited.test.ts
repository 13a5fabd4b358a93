import { expect, test } from "vitest";
import { createInvited, endReturn } from "./invited";
import { inMemory } from "./storage";

test("whom to ask outlives the visit, and signing out ends only the way back", () => {
  const storage = inMemory();
  const invited = createInvited(storage);
  expect(invited.get()).toBeNull();
  invited.set({ project: "Pets", by: "Grace", returns: true });
  expect(createInvited(storage).get()?.returns).toBe(true);
  endReturn(invited);
  expect(createInvited(storage).get()).toEqual({ project: "Pets", by: "Grace", returns: false });
});

test.each(["", "{", "[]", "3", '{"project":"Pets"}', '{"project":1,"by":"Grace"}'])(
  "what isn't readable is nothing: %s",
  (stored) => {
    const storage = inMemory();
    storage.write("postil.invited", stored);
    expect(createInvited(storage).get()).toBeNull();
  },
);
