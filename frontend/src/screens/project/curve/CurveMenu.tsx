import { Menu } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { saveFile } from "@/components/save-file";
import { formatName } from "@/words/data/formats";
import { words } from "@/words/project/curve";
import { png, svgFile } from "@/components/chart/picture-file";
import { readInk } from "@/components/chart/ink";
import styles from "./Curve.module.css";
import type { Drawn } from "@/components/chart/curve-data";
import { exportFormats } from "@/api/project";

interface CurveMenuProps {
  drawn: Drawn;
  projectId: number;
  /** Of the picture, and of its file. */
  title: string;
  sentence: string;
}

/** Takes the curve away: as a picture for a report, or as its figures. */
export function CurveMenu({ drawn, projectId, title, sentence }: CurveMenuProps) {
  const { data: formats } = useQuery(exportFormats);
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
        <Menu.Item
          onClick={() => void png(picture()).then((file) => saveFile(file, `${name}.png`))}
        >
          {words.picturePng}
        </Menu.Item>
        <Menu.Item
          onClick={() => saveFile(new Blob([picture()], { type: "image/svg+xml" }), `${name}.svg`)}
        >
          {words.drawingSvg}
        </Menu.Item>
        {formats?.map((format) => (
          <Menu.Item
            key={format.name}
            component="a"
            href={`/api/v1/projects/${projectId}/curve?format=${format.name}`}
            download
          >
            {words.figures(formatName(format.name))}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
