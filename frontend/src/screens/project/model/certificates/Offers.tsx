import { Button, NativeSelect } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Problem } from "@/components/Problem";
import { figure, goal } from "@/words/figures";
import { words } from "@/words/certificates/label-the-rest";
import switches from "../../curve/Curve.module.css";
import styles from "./LabelTheRest.module.css";
import { CHECKS, type Certifying, ERRORS, start } from "@/api/certificates";

interface OffersProps {
  projectId: number;
  found: Certifying;
  checks: number;
  onChecks(checks: number): void;
}

/** How many errors are allowed, what that would take, and the button that begins it. */
export function Offers({ projectId, found, checks, onChecks }: OffersProps) {
  const queries = useQueryClient();
  const [error, setError] = useState(0.05);
  const begin = useMutation({
    mutationFn: () => start(projectId, error, checks),
    onSettled: () => queries.invalidateQueries({ queryKey: ["projects", projectId] }),
  });
  const offer = found.offers.find((each) => each.error === error);
  return (
    <>
      {found.last?.reason && (
        <p className="warn">
          {words.failed} {found.last.reason.detail}
        </p>
      )}
      <p className="quiet">{found.issued ? words.anewMore : words.more}</p>
      {found.reason ? (
        <p>{found.reason.detail}</p>
      ) : (
        <>
          <div className="wrap gap4">
            <fieldset className={styles.errors}>
              <legend>{words.allowed}</legend>
              <div className={switches.switch}>
                {ERRORS.map((each) => (
                  <label key={each} className={switches.choice}>
                    <input
                      type="radio"
                      name="error"
                      className={switches.radio}
                      checked={error === each}
                      onChange={() => setError(each)}
                    />
                    <span>{goal(each)}</span>
                  </label>
                ))}
              </div>
            </fieldset>
            <NativeSelect
              label={words.most}
              data={CHECKS.map((each) => ({ value: String(each), label: figure(each) }))}
              value={String(checks)}
              onChange={(event) => onChecks(Number(event.currentTarget.value))}
            />
          </div>
          <p className={styles.offer} aria-live="polite">
            {offer ? words.offer(offer, found.texts) : words.out(checks)}
          </p>
          {begin.error && <Problem error={begin.error} />}
          <div>
            <Button
              variant={offer?.expected === null ? "default" : "filled"}
              disabled={!offer}
              loading={begin.isPending}
              onClick={() => begin.mutate()}
            >
              {words.start}
            </Button>
          </div>
        </>
      )}
    </>
  );
}
