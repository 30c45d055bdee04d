import { afterEach, expect, it } from 'vitest';
import { fieldBeside, fieldOf, joined, putInto } from './field';

afterEach(() => document.body.replaceChildren());

function made<T extends HTMLElement>(html: string): T {
  document.body.insertAdjacentHTML('beforeend', html);
  return document.body.lastElementChild as T;
}

it('writes into what one writes in, never into a secret or what is locked', () => {
  const yes = ['<input>', '<input type="search">', '<input type="tel">', '<textarea></textarea>', '<div contenteditable="true"></div>'];
  const no = ['<input type="password">', '<input type="checkbox">', '<input type="number">', '<input readonly>', '<textarea disabled></textarea>', '<button></button>'];
  expect(yes.map((html) => fieldOf(made(html)) !== undefined)).toEqual(yes.map(() => true));
  expect(no.map((html) => fieldOf(made(html)))).toEqual(no.map(() => undefined));
  expect(fieldOf(null)).toBeUndefined();
});

it('puts words at the caret and tells whoever listens', () => {
  const box = made<HTMLTextAreaElement>('<textarea>你好我要退</textarea>');
  box.setSelectionRange(2, 2);
  const heard: string[] = [];
  box.addEventListener('input', () => heard.push(box.value));
  expect(putInto(box, '，')).toBe('');
  expect(putInto(box, '昨天买的')).toBe('');
  expect(heard).toEqual(['你好，我要退', '你好，昨天买的我要退']);
});

it('gives back what a full field cannot take, and all of it when the field is gone', () => {
  const box = made<HTMLInputElement>('<input maxlength="4" value="一二">');
  box.setSelectionRange(2, 2);
  expect(putInto(box, '三四五六')).toBe('五六');
  expect(box.value).toBe('一二三四');
  box.remove();
  expect(putInto(box, '七')).toBe('七');
});

it('puts a blank between Latin words only', () => {
  expect([joined('hello', 'world'), joined('你好', 'world'), joined('', 'world'), joined('hello', '你好'), joined('it.', 'Next')]).toEqual([' world', 'world', 'world', '你好', ' Next']);
});

it('finds the field that a button stands beside', () => {
  const place = made('<div data-dictate><input type="file"><textarea></textarea><button></button></div>');
  place.querySelector('input')?.remove();
  const button = place.querySelector('button');
  expect(button && fieldBeside(button)).toBe(place.querySelector('textarea'));
});
