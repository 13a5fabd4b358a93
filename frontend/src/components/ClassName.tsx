import { spoken } from "@/words/class-names";

/** A class as people say it; the stored name on hover where it is another. */
export function ClassName({ name }: { name: string }) {
  const said = spoken(name);
  return <bdi title={said === name ? undefined : name}>{said}</bdi>;
}
