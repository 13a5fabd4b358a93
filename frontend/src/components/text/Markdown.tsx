import { lexer, type Token, type Tokens } from "marked";
import { Fragment, type ReactNode } from "react";
import styles from "./Markdown.module.css";

/** Where a link may lead: what runs code or reads files is no address. */
const SAFE = /^(https?:|mailto:)/i;

/** Text in Markdown. Made of elements that are named here and nothing else: markup of another kind
 * is shown as it is written, so nothing that somebody writes can run. */
export default function Markdown({ text }: { text: string }) {
  return <div className={styles.markdown}>{blocks(lexer(text))}</div>;
}

const blocks = (tokens: readonly Token[]): ReactNode =>
  tokens.map((token, at) => <Fragment key={at}>{block(token)}</Fragment>);

function block(token: Token): ReactNode {
  switch (token.type) {
    case "space":
    case "def":
      return null;
    case "hr":
      return <hr />;
    case "heading": {
      const { depth, tokens } = token as Tokens.Heading;
      // The panel's own heading stands above all of it.
      return depth === 1 ? <h3>{inlines(tokens)}</h3> : <h4>{inlines(tokens)}</h4>;
    }
    case "code":
      return (
        <pre tabIndex={0}>
          <code>{(token as Tokens.Code).text}</code>
        </pre>
      );
    case "blockquote":
      return <blockquote>{blocks((token as Tokens.Blockquote).tokens)}</blockquote>;
    case "list":
      return list(token as Tokens.List);
    case "table":
      return table(token as Tokens.Table);
    case "text":
      return inlines((token as Tokens.Text).tokens ?? [token]);
    case "paragraph":
      return <p>{inlines((token as Tokens.Paragraph).tokens)}</p>;
    default:
      return inline(token) ?? <p>{token.raw}</p>;
  }
}

function list({ ordered, start, items }: Tokens.List): ReactNode {
  const lines = items.map((item, at) => <li key={at}>{blocks(item.tokens)}</li>);
  return ordered ? <ol start={start || 1}>{lines}</ol> : <ul>{lines}</ul>;
}

function table({ header, rows }: Tokens.Table): ReactNode {
  return (
    <table>
      <thead>
        <tr>
          {header.map((cell, at) => (
            <th key={at}>{inlines(cell.tokens)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, line) => (
          <tr key={line}>
            {row.map((cell, at) => (
              <td key={at}>{inlines(cell.tokens)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const inlines = (tokens: readonly Token[]): ReactNode =>
  tokens.map((token, at) => <Fragment key={at}>{inline(token) ?? token.raw}</Fragment>);

/** What stands within a line; null for what is no such thing. */
function inline(token: Token): ReactNode {
  switch (token.type) {
    case "strong":
      return <strong>{inlines((token as Tokens.Strong).tokens)}</strong>;
    case "em":
      return <em>{inlines((token as Tokens.Em).tokens)}</em>;
    case "del":
      return <del>{inlines((token as Tokens.Del).tokens)}</del>;
    case "codespan":
      return <code>{(token as Tokens.Codespan).text}</code>;
    case "br":
      return <br />;
    case "checkbox":
      return (token as Tokens.Checkbox).checked ? "☑ " : "☐ ";
    case "link":
      return link(token as Tokens.Link);
    case "image":
      return (token as Tokens.Image).text;
    case "text":
    case "escape":
      return (token as Tokens.Text).text;
    default:
      return null;
  }
}

function link({ href, tokens, raw }: Tokens.Link): ReactNode {
  if (!SAFE.test(href)) return raw;
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {inlines(tokens)}
    </a>
  );
}
