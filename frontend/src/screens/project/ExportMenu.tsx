import { Button, Menu } from "@mantine/core";
import { useState } from "react";

const FORMATS = [
  ["jsonl", "JSON lines", "with every answer and where it came from"],
  ["parquet", "Parquet", "the same by column"],
  ["xlsx", "Excel", "for a spreadsheet"],
  ["csv", "CSV", "the same table, for programs"],
] as const;

/** Takes the labels away, as a file. */
export function ExportMenu({ projectId, labels }: { projectId: number; labels: number }) {
  const [everything, setEverything] = useState(false);
  const href = (format: string) =>
    `/api/v1/projects/${projectId}/export?format=${format}${everything ? "&everything=true" : ""}`;
  return (
    <Menu position="bottom-end" width={300} closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="default">Export</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {labels === 0 ? "No labels yet" : "A line for each row of your file"}
        </Menu.Label>
        {FORMATS.map(([format, name, what]) => (
          <Menu.Item
            key={format}
            component="a"
            href={href(format)}
            download
            disabled={labels === 0 && !everything}
          >
            {name}, {what}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.CheckboxItem checked={everything} onChange={setEverything}>
          Include texts without a label
        </Menu.CheckboxItem>
      </Menu.Dropdown>
    </Menu>
  );
}
