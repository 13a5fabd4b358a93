import { spoken } from "@/words/terms/class-names";

interface ClassNameProps {
  name: string;
  className?: string | undefined;
}

/** A class as people say it; the stored name on hover where it is another. */
export function ClassName({ name, className }: ClassNameProps) {
  const said = spoken(name);
  return (
    <bdi className={className} title={said === name ? undefined : name}>
      {said}
    </bdi>
  );
}
