import { type MouseEvent, useEffect, useState } from "react";
import { words } from "@/words/settings/settings";
import { go, type Heading, headings } from "./sections";
import styles from "./Settings.module.css";

/** The sections of the settings, each a link: with many classes they are metres apart. */
export function SectionLinks() {
  const [sections, setSections] = useState<readonly Heading[]>([]);
  useEffect(() => {
    const drawn = requestAnimationFrame(() => {
      setSections(headings());
      if (window.location.hash !== "") go(window.location.hash.slice(1));
    });
    return () => cancelAnimationFrame(drawn);
  }, []);
  const follow = (id: string) => (event: MouseEvent) => {
    event.preventDefault();
    window.history.replaceState(window.history.state, "", `#${id}`);
    go(id);
  };
  return (
    <nav aria-label={words.sections} className={styles.links}>
      <ul>
        {sections.map(({ id, title }) => (
          <li key={id}>
            <a href={`#${id}`} onClick={follow(id)}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
