/**
 * An article as React elements, built from tokens: no HTML is ever injected, so nothing in an imported document can run.
 * Addresses other than http, mail and telephone lose their link and keep their words.
 */
import { createElement, Fragment, useMemo, type ReactNode } from 'react';
import { classes } from '../../kit/chip';
import { Icon } from '../../kit/icons';
import { aroundWords } from './answering';
import style from './markdown.module.css';
import { blocksOf, decoded, isLineBreak, knownIn, plainOf, type MarkedToken, type Tokens } from './tokens';

export interface Pointed {
  /** Index among the blocks. */
  block: number;
  /** Marked inside it. */
  words: readonly string[];
}

interface Props {
  text: string;
  pointed?: Pointed | undefined;
  /** Names the `data-block` to scroll to. */
  small?: boolean;
}

export function Markdown({ text, pointed, small }: Props) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  return (
    <div className={classes(style.doc, small && style.small)}>
      {blocks.map((block, i) => {
        const at = pointed?.block === i;
        const inside = <Block token={block} words={at ? pointed.words : none} />;
        return at ? <div key={i} className={style.pointed} data-pointed="">{inside}</div> : <Fragment key={i}>{inside}</Fragment>;
      })}
    </div>
  );
}

const none: readonly string[] = [];

/** An article's own title is the page's `h1`; headings inside start one lower. */
const levels = ['h2', 'h2', 'h3', 'h4', 'h5', 'h6'] as const;

function Block({ token, words }: { token: MarkedToken; words: readonly string[] }) {
  switch (token.type) {
    case 'heading':
      return createElement(levels[token.depth - 1] ?? 'h6', {}, inline(token.tokens, words));
    case 'paragraph':
      return <p>{inline(token.tokens, words)}</p>;
    case 'list':
      return <List token={token} words={words} />;
    case 'table':
      return <Table token={token} words={words} />;
    case 'blockquote':
      return <blockquote>{knownIn(token.tokens).map((child, i) => <Block key={i} token={child} words={words} />)}</blockquote>;
    case 'code':
      return <pre><code>{token.text}</code></pre>;
    case 'hr':
      return <hr />;
    case 'space':
    case 'def':
      return null;
    default:
      return <p>{inline([token], words)}</p>;
  }
}

function List({ token, words }: { token: Tokens.List; words: readonly string[] }) {
  const items = token.items.map((item, i) => (
    <li key={i}>
      {item.task && <input type="checkbox" checked={item.checked ?? false} readOnly disabled />}
      {knownIn(item.tokens).filter((child) => child.type !== 'checkbox').map((child, j) => (child.type === 'text' || child.type === 'paragraph' ? <Fragment key={j}>{inline('tokens' in child ? child.tokens : [child], words)}</Fragment> : <Block key={j} token={child} words={words} />))}
    </li>
  ));
  return token.ordered ? <ol start={token.start || 1}>{items}</ol> : <ul>{items}</ul>;
}

function Table({ token, words }: { token: Tokens.Table; words: readonly string[] }) {
  const cell = (of: Tokens.TableCell, i: number, head: boolean) => createElement(head ? 'th' : 'td', { key: i, scope: head ? 'col' : undefined, style: of.align ? { textAlign: of.align } : undefined }, inline(of.tokens, words));
  return (
    <div className={style.wide}>
      <table>
        <thead><tr>{token.header.map((of, i) => cell(of, i, true))}</tr></thead>
        <tbody>{token.rows.map((row, i) => <tr key={i}>{row.map((of, j) => cell(of, j, false))}</tr>)}</tbody>
      </table>
    </div>
  );
}

function inline(tokens: Parameters<typeof knownIn>[0], words: readonly string[]): ReactNode[] {
  return knownIn(tokens).map((token, i) => <Fragment key={i}>{piece(token, words)}</Fragment>);
}

function piece(token: MarkedToken, words: readonly string[]): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong>{inline(token.tokens, words)}</strong>;
    case 'em':
      return <em>{inline(token.tokens, words)}</em>;
    case 'del':
      return <s>{inline(token.tokens, words)}</s>;
    case 'codespan':
      return <code>{token.text}</code>;
    case 'br':
      return <br />;
    case 'link':
      return <Anchor token={token}>{inline(token.tokens, words)}</Anchor>;
    case 'image':
      return <Picture token={token} />;
    case 'html':
      return isLineBreak(token) ? <br /> : token.text;
    case 'text':
      return token.tokens ? inline(token.tokens, words) : <Words text={decoded(token.text)} words={words} />;
    default:
      return <Words text={plainOf(token)} words={words} />;
  }
}

function Words({ text, words }: { text: string; words: readonly string[] }) {
  return aroundWords(text, words).map((part, i) => (i % 2 === 1 ? <mark key={i}>{part}</mark> : part));
}

export function isSafeAddress(href: string): boolean {
  return /^(?:https?:\/\/|mailto:|tel:)/i.test(href.trim());
}

function Anchor({ token, children }: { token: Tokens.Link; children: ReactNode }) {
  if (!isSafeAddress(token.href)) return <>{children}</>;
  return <a href={token.href} target="_blank" rel="noopener noreferrer" title={token.href}>{children}</a>;
}

/** Pictures come with the article or not at all: an address on the network would tell who reads. */
function Picture({ token }: { token: Tokens.Image }) {
  if (/^data:image\/(?:png|jpeg|gif|webp);base64,/i.test(token.href)) return <img src={token.href} alt={token.text} />;
  return <span className={style.picture}><Icon name="image" size={14} />{token.text}</span>;
}
