import { Menu } from "@mantine/core";
import { words } from "@/words/project/curve";
import { png, svgFile } from "./chart/picture-file";
import { readInk } from "./chart/ink";
import styles from "./CurveCard.module.css";
import type { Drawn } from "./curve-data";

interface CurveMenuProps {
  drawn: Drawn;
  projectId: number;
  /** Of the picture, and of its file. */
  title: string;
  sentence: string;
}

const FILES = [
  ["csv", words.figuresCsv],
  ["parquet", words.figuresParquet],
] as const;

/** Takes the curve away: as a picture for a report, or as its figures. */
export function CurveMenu({ drawn, projectId, title, sentence }: CurveMenuProps) {
  const name = `${title} curve`;
  const picture = () => svgFile(drawn, readInk(), title, sentence);
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <button type="button" className={styles.table}>
          {words.download}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void png(picture()).then((file) => save(file, `${name}.png`))}>
          {words.picturePng}
        </Menu.Item>
        <Menu.Item
          onClick={() => save(new Blob([picture()], { type: "image/svg+xml" }), `${name}.svg`)}
        >
          {words.drawingSvg}
        </Menu.Item>
        {FILES.map(([format, words]) => (
          <Menu.Item
            key={format}
            component="a"
            href={`/api/v1/projects/${projectId}/curve?format=${format}`}
            download
          >
            {words}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Gives the file to the browser, which saves it under the name. */
function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
