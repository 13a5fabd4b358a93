/** Texts by which a class is looked for, in the address of its hunt. */
const MOST = 50;
const LIKE = /^[1-9][0-9]{0,14}(,[1-9][0-9]{0,14})*$/;

/** The address of a hunt for texts like these; of more than the service takes, some of all over. */
export function huntFor(projectId: number, classId: string, items: readonly number[]): string {
  const step = Math.max(1, Math.ceil(items.length / MOST));
  const some = items.filter((_, place) => place % step === 0);
  return `/projects/${projectId}/hunt/${classId}?like=${some.join(",")}`;
}

export function likeIn(search: string): number[] {
  const raw = new URLSearchParams(search).get("like") ?? "";
  return LIKE.test(raw) ? raw.split(",").map(Number).slice(0, MOST) : [];
}
