import type { Schema } from "@/api/client";
import { spoken } from "../terms/class-names";
import { between, count, goal, percent } from "../figures";
import { METRICS } from "../terms/metrics";
import { SETTINGS, type SettingWords } from "../settings/settings-fields";

type Curve = Schema<"Curve">;
type PastRound = Schema<"PastRound">;
type PastSetting = Schema<"PastSetting">;

interface Event {
  key: string;
  at: string;
  what: string;
  round: boolean;
}

/** What happened to a project that its figures depend on, the latest first. */
export function timeLine(
  rounds: readonly PastRound[],
  settings: readonly PastSetting[],
  curve: Curve,
): Event[] {
  const begun = settings[0]?.changed_at;
  const events = [
    ...rounds.flatMap(({ number, measured_at: at }) =>
      at === null
        ? []
        : [{ key: `round ${number}`, at, what: ofRound(number, curve), round: true }],
    ),
    ...settings
      .filter(({ name, changed_at }) => changed_at !== begun && name !== "encoders_awaited")
      .map((setting) => ({
        key: `setting ${setting.id}`,
        at: setting.changed_at,
        what: ofSetting(setting),
        round: false,
      })),
    ...settings.slice(0, 1).map(({ changed_at: at, changed_by: by }) => ({
      ...{ key: "begun", at, round: false },
      what: `Project opened${byWhom(by)}.`,
    })),
  ];
  return events.sort((a, b) => b.at.localeCompare(a.at));
}

function ofRound(number: number, { points, metric }: Curve): string {
  const point = points.find(({ round }) => round === number);
  if (!point) return `Round ${number}.`;
  const { estimate, low, high, labels } = point;
  const after = `Round ${number}, ${count(labels, "label")}`;
  if (estimate === null) return `${after}.`;
  return `${after}: ${percent(estimate)} ${METRICS[metric].reached} (${between(low, high)}).`;
}

function ofSetting({ name, value, labels, changed_by: by }: PastSetting): string {
  const at = `at ${count(labels, "label")}`;
  if (name === "encoder_added") {
    const added = `The encoder ${String(value)} was added`;
    return by === null
      ? `${added} by itself, ${at}: a worker has it now.`
      : `${added}${byWhom(by)}, ${at}.`;
  }
  const known: Record<string, SettingWords> = SETTINGS;
  const { label = spoken(name), choices = [] } = known[name] ?? {};
  const choice = choices.find((each) => each.value === value)?.label;
  const set = choice ?? (value === null ? "none" : written(name, value));
  return `${label} set to “${set}”${byWhom(by)}, ${at}.`;
}

/** As its field has it: a target is a share, and read as percent. */
const written = (name: string, value: unknown): string =>
  name === "target" ? goal(Number(value)) : spoken(String(value));

const byWhom = (name: string | null): string => (name === null ? "" : ` by ${name}`);

export const words = {
  title: "Measured rounds and settings",
  all: (events: number) => `Show all ${events}`,
  fewer: "Show fewer",
} as const;
