import { type ReactNode } from "react";
import { Link } from "wouter";
import { words } from "@/words/common";
import styles from "./Page.module.css";
import { PersonMenu } from "./PersonMenu";
import { useTitle } from "./use-title";

interface PageProps {
  title: string;
  /** Between the name of the product and the person: where one is. */
  trail?: ReactNode;
  /** A second line of the bar. */
  under?: ReactNode;
  children: ReactNode;
}

/** The frame of every screen but the labelling screen: a bar, and one column. */
export function Page({ title, trail, under, children }: PageProps) {
  useTitle(title);
  return (
    <div className={styles.page}>
      <a className={styles.skip} href="#content">
        {words.skipToTheContent}
      </a>
      <header>
        <div className={styles.bar}>
          <nav aria-label={words.postil} className={styles.trail}>
            <Link href="/" className={styles.mark}>
              {words.postil}
            </Link>
            {trail}
          </nav>
          <PersonMenu />
        </div>
        {under && <div className={styles.under}>{under}</div>}
      </header>
      <main id="content" className={styles.content} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
