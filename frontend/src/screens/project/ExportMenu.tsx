import { Button, Menu } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Problem } from "@/components/Problem";
import { exportFormats } from "./queries";

/** Takes the labels away, as a file. */
export function ExportMenu({ projectId, labels }: { projectId: number; labels: number }) {
  const [everything, setEverything] = useState(false);
  const formats = useQuery(exportFormats);
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
        {formats.error && (
          <Menu.Label>
            <Problem error={formats.error} retry={() => void formats.refetch()} />
          </Menu.Label>
        )}
        {formats.data?.map(({ name, title }) => (
          <Menu.Item
            key={name}
            component="a"
            href={href(name)}
            download
            disabled={labels === 0 && !everything}
          >
            {title}
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
