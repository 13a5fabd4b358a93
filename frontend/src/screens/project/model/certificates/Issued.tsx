import { ClassName } from "@/components/ClassName";
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Confirm } from "@/components/dialog/Confirm";
import { TextButton } from "@/components/TextButton";
import { figure, percent } from "@/words/figures";
import { words } from "@/words/certificates/label-the-rest";
import { FormatLinks } from "../../FormatLinks";
import styles from "./LabelTheRest.module.css";
import { type Certificate, labelsAddress, takeBack } from "@/api/certificates";

const FIRST_CLASSES = 10;
const MOST_CLASSES = 12;

interface IssuedProps {
  projectId: number;
  certificate: Certificate;
  /** Whether its labels can be taken back. */
  changes: boolean;
}

/** A certificate that stands, and the labels that it gives. */
export function Issued({ projectId, certificate, changes }: IssuedProps) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <div>
        <p className={styles.figure}>{words.certificate(certificate)}</p>
        <p className="quiet">
          {words.rests(certificate)} {words.scope}
        </p>
        {[words.relabelled, words.newer, words.newerClasses]
          .map((told) => told(certificate))
          .map(
            (sentence) =>
              sentence && (
                <p key={sentence} className="quiet">
                  {sentence}
                </p>
              ),
          )}
      </div>
      <OfClasses certificate={certificate} />
      <div role="group" aria-label={words.download}>
        <p className="quiet">{words.download}</p>
        <div className="wrap gap2 above2">
          <FormatLinks address={(format) => labelsAddress(projectId, format)} />
          {changes && (
            <Button variant="subtle" onClick={() => setAsking(true)}>
              {words.back}
            </Button>
          )}
        </div>
      </div>
      {asking && (
        <TakeBack
          projectId={projectId}
          labels={certificate.labels}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

/** How many labels each class got: the largest classes, and the others when asked for. */
function OfClasses({ certificate: { classes, labels: all } }: { certificate: Certificate }) {
  const isLong = classes.length > MOST_CLASSES;
  const [cut, setCut] = useState(isLong);
  const most = Math.max(...classes.map(({ labels }) => labels), 1);
  return (
    <div>
      <table className={styles.classes}>
        <caption>{words.classes}</caption>
        <tbody>
          {(cut ? classes.slice(0, FIRST_CLASSES) : classes).map(({ class: name, labels }) => (
            <tr key={name}>
              <th scope="row">
                <ClassName name={name} />
              </th>
              <td aria-hidden>
                <div className={styles.bar} style={{ width: `${(100 * labels) / most}%` }} />
              </td>
              <td>{figure(labels)}</td>
              <td>{percent(labels / Math.max(all, 1))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {isLong && (
        <TextButton onClick={() => setCut(!cut)}>
          {cut ? words.moreClasses(classes.slice(FIRST_CLASSES)) : words.fewerClasses}
        </TextButton>
      )}
    </div>
  );
}

interface TakeBackProps {
  projectId: number;
  labels: number;
  onClose(): void;
}

function TakeBack({ projectId, labels, onClose }: TakeBackProps) {
  const queries = useQueryClient();
  const back = useMutation({
    mutationFn: () => takeBack(projectId),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["projects", projectId, "certify"] });
      onClose();
    },
  });
  return (
    <Confirm {...{ title: words.backTitle, yes: words.back, no: words.keep, work: back, onClose }}>
      <p>{words.backMore(labels)}</p>
    </Confirm>
  );
}
