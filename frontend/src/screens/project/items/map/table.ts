import type { Points } from "@/state/map/colouring";

const HEAD = "id,label,predicted,confidence";

/** Some texts of the map as CSV: their ids, and what is known of them. */
export function tableOf(points: Points, places: readonly number[]): Blob {
  const named = (place: number | null | undefined) =>
    place == null ? "" : cell(points.classes[place] ?? "");
  const lines = places.map((at) =>
    [
      points.ids[at],
      named(points.label[at]),
      named(points.predicted[at]),
      points.confidence[at] ?? "",
    ].join(","),
  );
  return new Blob([[HEAD, ...lines, ""].join("\r\n")], { type: "text/csv" });
}

/** A leading = + - @ would be a formula to a spreadsheet. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
