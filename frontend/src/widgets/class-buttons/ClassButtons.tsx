import { groupsOf, toldApart } from "@/words/terms/class-names";
import {
  Fragment,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
} from "react";
import { classes as names } from "@/components/classes";
import { useFinder } from "@/components/fields/Finder";
import type { Key } from "@/state/keys/keys";
import { words } from "@/words/terms/answers";
import type { Asked, Means, WidgetProps } from "../widget";
import { AnswerButton, type Looks } from "./AnswerButton";
import styles from "./ClassButtons.module.css";
import { downColumns, useColumns } from "./columns";
import { FilterLine } from "./FilterLine";
import { useFound } from "./use-found";

const NOTHING: ReadonlyMap<string, string> = new Map();
const LIST_FROM = 11;
/** Rows of a phone stand closer from here on. */
const CROWDED_FROM = 7;
/** Characters of a name that fit on one line of the list, and classes that are all in view there. */
const FITS = 26;
const IN_VIEW = 100;

interface ClassButtonsProps extends Pick<WidgetProps, "filter" | "typed" | "onFilter"> {
  asked: Pick<Asked, "classes" | "gone">;
  /** By the name of the class that each takes. */
  keys: ReadonlyMap<string, Key>;
  /** Names of classes used lately, the latest first. */
  recent: readonly string[];
  looksOf(name: string): Looks;
  /** Whether several may be chosen, each of which stays so. */
  several?: boolean;
  /** Whether there is room for how likely a class is. */
  hasRoom?: boolean;
  above?: ReactNode;
  below?: ReactNode;
  onTake(name: string, by: Means): void;
}

/** The key of each class that has one; codes stand with their classes. */
export const byName = (all: readonly [name: string, key: Key][]): ReadonlyMap<string, Key> =>
  new Map(all.filter(([, key]) => key.length === 1));

/** Whether the classes are a list, in which each has a code. */
export const isList = ({ classes }: Pick<Asked, "classes">) => classes.length >= LIST_FROM;

/** A button per class, in the project's order: neither places nor keys ever move. With more than
 * ten classes it is a list; what is typed to find one leaves those that match, best first. */
export function ClassButtons(props: ClassButtonsProps) {
  const { asked, filter, keys, typed } = props;
  const found = useFound(asked, filter, props.recent);
  const input = useRef<HTMLInputElement>(null);
  const close = () => {
    props.onFilter(null);
    input.current?.blur();
  };
  const byEnter = ({ item }: (typeof found)[number]) => props.onTake(item.name, "key");
  const { active, onKeyDown } = useFinder(found, filter, byEnter, close);
  const take = useSteady(props.onTake);
  const many = isList(asked);
  const searching = filter !== null;
  const groups = useMemo(
    () => (many && !searching ? groupsOf(asked.classes) : NOTHING),
    [many, searching, asked.classes],
  );
  const grouped = found.map(({ item }) => groups.get(item.name));
  const isCut = many && !searching && !wraps(asked.classes);
  const shown = useMemo(
    () => (isCut ? toldApart(asked.classes, FITS) : NOTHING),
    [isCut, asked.classes],
  );
  const grid = useSteadyHeight(searching);
  useFittingInView(grid, typed);
  const columns = useColumns(grid);
  const { rows, headings } = downColumns(grouped, columns);
  const layout = many ? styles.list : asked.classes.length > 4 ? styles.three : styles.two;

  return (
    <div className={names("stack", "gap2", many && styles.scrolls)}>
      {props.above}
      {many && (
        <FilterLine
          filter={filter}
          typed={typed}
          isCode={asked.classes.some(({ code }) => code?.startsWith(typed))}
          found={found}
          active={active}
          onFilter={props.onFilter}
          {...{ input, onKeyDown }}
        />
      )}
      <div
        ref={grid}
        id="answers"
        className={names(
          styles.grid,
          layout,
          !many && asked.classes.length >= CROWDED_FROM && styles.crowded,
          wraps(asked.classes) && styles.wraps,
        )}
        style={many ? { "--columns": columns, "--rows": rows } : undefined}
        role={searching ? "listbox" : "group"}
        aria-multiselectable={(searching && props.several) || undefined}
        aria-label={words.answers}
      >
        {found.map(({ item, marks }, index) => (
          <Fragment key={item.id}>
            {headings.has(index) && (
              <span className={styles.heading} data-place={headings.get(index)} aria-hidden>
                {grouped[index]}
              </span>
            )}
            <AnswerButton
              {...props.looksOf(item.name)}
              option={item}
              marks={marks}
              shown={shown.get(item.name) ?? null}
              shortcut={searching ? null : (keys.get(item.name) ?? null)}
              hasKey={keys.size > 0}
              code={many ? (item.code ?? null) : null}
              fits={typed === "" ? null : item.code?.startsWith(typed) === true}
              compact={many}
              grouped={grouped[index] !== undefined}
              follows={index > 0 && !grouped[index] && grouped[index - 1] !== undefined}
              several={props.several === true}
              hasRoom={props.hasRoom === true}
              active={searching && index === active}
              searching={searching}
              onTake={take}
            />
          </Fragment>
        ))}
        {found.length === 0 && (
          <p className={styles.none}>
            {asked.classes.length === 0 ? words.thereAreNoClasses : words.noMatch}
          </p>
        )}
      </div>
      {props.below}
    </div>
  );
}

/** Has those in view whose codes begin with what is typed: the first, and as many more as there is
 * room for. */
function useFittingInView(place: RefObject<HTMLElement | null>, typed: string) {
  useEffect(() => {
    if (typed === "") return;
    const fitting = [...(place.current?.querySelectorAll("button:has([data-fits])") ?? [])];
    for (const button of [fitting.at(-1), fitting[0]]) button?.scrollIntoView({ block: "nearest" });
  }, [place, typed]);
}

/** Keeps a place as high as it was when searching began: what stands above it doesn't move. */
function useSteadyHeight(searching: boolean) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = place;
    if (!searching || !current) return;
    current.style.minHeight = `${current.getBoundingClientRect().height}px`;
    return () => {
      current.style.minHeight = "";
    };
  }, [searching]);
  return place;
}

/** One function for all times, which does what the latest one does. */
function useSteady<Given extends unknown[]>(latest: (...given: Given) => void) {
  const kept = useRef(latest);
  useLayoutEffect(() => {
    kept.current = latest;
  });
  return useCallback((...given: Given) => kept.current(...given), []);
}

/** Whether long names get two lines: of so many classes not all are in view anyway. */
const wraps = (offered: readonly { name: string }[]): boolean =>
  offered.length > IN_VIEW && offered.some(({ name }) => name.length > FITS);
