interface RadioFieldProps<Value extends string> {
  legend: string;
  /** What all of it is about. */
  about?: string;
  name: string;
  choices: readonly [value: Value, name: string, sentence: string][];
  value: Value;
  onChange(value: Value): void;
}

/** One of a few, each with a sentence on what it comes to. */
export function RadioField<Value extends string>(props: RadioFieldProps<Value>) {
  return (
    <fieldset className="radios stack gap2">
      <legend className="strong">{props.legend}</legend>
      {props.about && <p className="small quiet">{props.about}</p>}
      {props.choices.map(([value, name, sentence]) => (
        <label key={value} className="check">
          <input
            type="radio"
            name={props.name}
            checked={props.value === value}
            onChange={() => props.onChange(value)}
          />
          <span>
            {name} <span className="small quiet">{sentence}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
