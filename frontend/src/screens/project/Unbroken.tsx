/** Words in which an interval stays on one line. */
export function Unbroken({ words }: { words: string }) {
  return words.split(/(\([^)]*–[^)]*\)[.,;]?)/).map((part) =>
    part.startsWith("(") ? (
      <span key={part} className="whole">
        {part}
      </span>
    ) : (
      part
    ),
  );
}
