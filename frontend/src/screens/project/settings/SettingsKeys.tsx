import { useEffect, useMemo, useState } from "react";
import { meant } from "@/actions/action";
import { SETTINGS_ACTIONS } from "@/actions/settings";
import { belongsElsewhere } from "@/components/belongs-elsewhere";
import { KeysSheet } from "@/components/KeysSheet";
import { keyOf } from "@/state/keys";
import { leap } from "./sections";

/** Hears keys for the whole screen, and shows them all. */
export function SettingsKeys() {
  const [open, setOpen] = useState(false);
  const context = useMemo(() => ({ showKeys: () => setOpen(true) }), []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      if (!open && leap(event)) return event.preventDefault();
      if (belongsElsewhere(event)) return;
      const key = keyOf(event);
      const action = key === null ? undefined : meant(SETTINGS_ACTIONS, context, key);
      if (!action) return;
      event.preventDefault();
      action.run(context);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [context, open]);
  if (!open) return null;
  return <KeysSheet actions={SETTINGS_ACTIONS} context={context} onClose={() => setOpen(false)} />;
}
