import { Link } from "wouter";

interface WithSettingsProps {
  words: string;
  projectId: number;
  /** The heading there, as its address names it. */
  section?: string;
}

/** Words in which the settings are named are a way to them. */
export function WithSettings({ words, projectId, section }: WithSettingsProps) {
  const [before, named, after] = words.split(/(the settings\b|\bSettings\b)/);
  if (named === undefined) return words;
  const to = `/projects/${projectId}/settings${section ? `#${section}` : ""}`;
  return (
    <>
      {before}
      <Link href={to}>{named}</Link>
      {after}
    </>
  );
}
