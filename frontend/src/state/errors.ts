import { words } from "@/words/common";
/** What the service says when it refuses: its problem+json. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** The field of the request that was refused, as "classes.2.name". */
  readonly field: string | null;
  /** The whole of what was said, figures too. */
  readonly problem: object;
  /** Of a fault of the service: the line in its log has it too. */
  readonly reference: string | null;

  constructor(
    status: number,
    code: string,
    detail: string,
    field: string | null = null,
    problem: object = {},
  ) {
    super(detail);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.field = field;
    this.problem = problem;
    const reference: unknown = Reflect.get(problem, "reference");
    this.reference = typeof reference === "string" ? reference : null;
  }
}

/** No answer at all: offline, or the service is not running. */
export class Unreachable extends Error {
  constructor() {
    super(words.unreachable);
    this.name = "Unreachable";
  }
}

/** Reads a refusal, also from a proxy in between that answers in HTML. */
export async function readProblem(response: Response): Promise<ApiError> {
  const answer: unknown = await response.json().catch(() => null);
  const problem = answer !== null && typeof answer === "object" ? answer : {};
  const field = (name: string): string | null => {
    const value: unknown = Reflect.get(problem, name);
    return typeof value === "string" && value !== "" ? value : null;
  };
  const detail = field("detail") ?? field("title") ?? words.theServiceAnswered(response.status);
  return new ApiError(response.status, field("code") ?? "unknown", detail, field("field"), problem);
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

/** The project is gone, or whoever asks is no longer in it; a proxy's own 404 says no such thing. */
export function isShutOut(error: unknown): boolean {
  return error instanceof ApiError && [403, 404].includes(error.status) && error.code !== "unknown";
}

/** Nothing changes in the project until it is brought back. */
export function isArchived(error: unknown): boolean {
  return error instanceof ApiError && error.code === "archived";
}

/** True when the same request may work later: no answer, overload, or a fault of the service. */
export function isPassing(error: unknown): boolean {
  if (error instanceof Unreachable) return true;
  if (!(error instanceof ApiError)) return false;
  return error.status >= 500 || isBusy(error);
}

/** The service, or a proxy before it, has too much to do. */
export function isBusy(error: unknown): boolean {
  return error instanceof ApiError && [408, 425, 429].includes(error.status);
}

/** A call that also says so where the session has ended: a 401 anywhere ends it everywhere. */
export const watched =
  <Given extends unknown[], Value>(
    call: (...given: Given) => Promise<Value>,
    ended: () => void,
  ): ((...given: Given) => Promise<Value>) =>
  (...given) =>
    call(...given).catch((error: unknown) => {
      if (isSignedOut(error)) ended();
      throw error;
    });
