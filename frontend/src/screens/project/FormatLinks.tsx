import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Problem } from "@/components/Problem";
import { formatName } from "@/words/data/formats";
import { exportFormats } from "@/api/project";

/** A link for each kind of file that there is. */
export function FormatLinks({ address }: { address(format: string): string }) {
  const { data, error, refetch } = useQuery(exportFormats);
  if (error) return <Problem error={error} retry={() => void refetch()} />;
  return data?.map(({ name }) => (
    <Button key={name} variant="default" component="a" href={address(name)} download>
      {formatName(name)}
    </Button>
  ));
}
