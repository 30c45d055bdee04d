/**
 * Where a clerk writes: to the customer, to colleagues, or down what the customer said. One text, whoever it is for; it is
 * saved as it is typed and leaves the box only when the desk has taken it.
 */
import type { Editor } from '@tiptap/react';
import { useCallback, useId, useImperativeHandle, useRef, useState, type ReactNode, type Ref } from 'react';
import type { Budget, Carried, DraftView, Macro, StaffCard } from '../ipc/bindings';
import { classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { isMac } from '../kit/key-cap';
import { useNow } from '../kit/time';
import { BudgetPips, leftOf } from './budget';
import { ComposerBar } from './composer-bar';
import { fromDocument } from './document';
import style from './draft.module.css';
import { focusEnd, putColleague, putText, replaceAll, WritingBox } from './editor';
import { FileChips } from './file-chips';
import type { VoiceNote } from './kept';
import { MacroSheet } from './macro-sheet';
import { optionId, TriggerMenu } from './menu';
import { ModeTabs } from './mode-tabs';
import { NoteText } from './note-text';
import { passageOf } from './passage';
import { obstacleTo, type Mode } from './send-state';
import type { Choice } from './use-choices';
import { useDraft } from './use-draft';
import { useDrop } from './use-drop';
import { useFiles } from './use-files';
import { useMenu } from './use-menu';
import { useRender } from './use-render';
import { words } from './words';

export interface Written {
  mode: Mode;
  text: string;
  mentions: string[];
  attachments: Carried[];
  /** What the voice note among the files says. */
  transcript: string | null;
  andEnd: boolean;
}

/** A voice note joins what is being written. */
export type OnNote = (note: Carried, transcript: string) => void;

/** What keys and other panes may do to the box. */
export interface ComposerControl {
  focus: (mode?: Mode) => void;
  /** Puts text at the caret, for the customer. */
  insert: (text: string) => void;
  /** Puts back what was taken back, unless something new stands there. */
  restore: (text: string, files: readonly Carried[]) => void;
}

interface Props {
  about: string;
  /** Set when `about` is a conversation: knowledge, canned replies and macros then fit it. */
  conversation?: string;
  saved: DraftView | null;
  staff: readonly StaffCard[];
  customer: string;
  modes: readonly Mode[];
  budget: Budget | null;
  mayEnd: boolean;
  /** Resolves to whether the desk took it. */
  onSend: (written: Written) => Promise<boolean>;
  /** Ctrl Z in an empty box; true when there was something to take back. */
  onUndo: () => boolean;
  /** Ways to write by speaking, drawn with the other tools. */
  spoken?: (onNote: OnNote) => ReactNode;
  control: Ref<ComposerControl>;
}

/** The note's words, as long as its sound goes along. */
function noteIn(files: readonly Carried[], note: VoiceNote | undefined): VoiceNote | undefined {
  return files.some((file) => file.hash === note?.hash) ? note : undefined;
}

/** The box's state and everything that can be done to it; `Composer` only draws. */
function useComposer({ about, conversation, saved, staff, modes, budget, mayEnd, onSend, onUndo, control }: Props) {
  const now = useNow(60_000);
  const editor = useRef<Editor>(null);
  const { draft, state, write, flush } = useDraft(about, saved);
  const [mode, setMode] = useState<Mode>(draft.internal ? 'note' : (modes[0] ?? 'note'));
  const [macro, setMacro] = useState<Macro>();
  const [sending, setSending] = useState(false);
  const files = useFiles(draft.files, useCallback((kept) => write({ files: kept }), [write]));
  const render = useRender(conversation);
  const obstacle = obstacleTo({ mode, text: draft.text, files: files.kept.length, filesBusy: files.busy, filesFailed: files.failed, left: budget ? leftOf(budget, now) : undefined });
  const turnTo = (next: Mode) => (setMode(next), write({ internal: next === 'note' }));

  const choose = async (choice: Choice, range: { from: number; to: number }) => {
    const box = editor.current;
    if (!box) return;
    if (choice.kind === 'knowledge') return putText(box, passageOf(choice.hit.snippet.text), range);
    if (choice.kind === 'colleague') {
      if (mode === 'reply' && /^[@＠]/.test(draft.text.trim())) turnTo('note'); // calling a colleague first is never meant for the customer
      return putColleague(box, choice.person, range);
    }
    if (choice.kind === 'macro') return box.commands.deleteRange(range), setMacro(choice.macro);
    const reply = await render(choice.reply);
    if (!reply) return;
    putText(box, reply.text, range);
    if (reply.attachments.length > 0) files.addKept(reply.attachments);
  };
  const menu = useMenu(staff, conversation, (choice, range) => void choose(choice, range));

  const send = async (end: boolean) => {
    if (obstacle || sending) return;
    setSending(true);
    const taken = await onSend({ mode, text: draft.text.trim(), mentions: editor.current ? fromDocument(editor.current.getJSON()).mentions : [], attachments: files.kept, transcript: noteIn(files.kept, draft.note)?.transcript.trim() || null, andEnd: end && mode === 'reply' && mayEnd });
    setSending(false);
    if (!taken) return;
    editor.current?.commands.clearContent(true);
    files.clear();
    write({ text: '', files: [], note: undefined });
    flush();
  };

  const onKey = (event: KeyboardEvent): boolean => {
    if (event.isComposing) return false;
    if (menu.onKey(event)) return true;
    const mod = isMac ? event.metaKey : event.ctrlKey;
    if (event.key === 'Enter' && mod) return void send(event.shiftKey), true;
    if (event.key.toLowerCase() === 'z' && mod && !event.shiftKey && draft.text === '') return onUndo();
    if (event.key !== 'Escape') return false;
    editor.current?.view.dom.blur(); // now, not in the next frame: the stroke that follows is a key and not a letter
    return true;
  };

  useImperativeHandle(control, () => ({
    focus: (next) => {
      if (next && modes.includes(next)) turnTo(next);
      if (editor.current) focusEnd(editor.current);
    },
    insert: (text) => {
      if (mode !== 'reply' && modes.includes('reply')) turnTo('reply');
      if (editor.current) putText(editor.current, text);
    },
    restore: (text, carried) => {
      if (draft.text.trim() !== '' || !editor.current) return;
      turnTo('reply');
      replaceAll(editor.current, text, staff);
      focusEnd(editor.current);
      if (carried.length > 0) files.addKept(carried);
    },
  }));
  const wrote = (text: string) => write({ text });
  const ready = useCallback((made: Editor) => void (editor.current = made), []);
  const takeNote: OnNote = (carried, transcript) => (files.addKept([carried]), write({ note: { hash: carried.hash, transcript } }));
  const focus = () => editor.current?.view.focus();
  const type = (sign: string) => editor.current && putText(editor.current, sign);
  return { draft, state, mode, turnTo, files, menu, obstacle, sending, macro, setMacro, send, onKey, wrote, type, flush, ready, focus, takeNote, note: noteIn(files.kept, draft.note), amend: (transcript: string) => draft.note && write({ note: { ...draft.note, transcript } }) };
}

export function Composer(props: Props) {
  const { conversation, staff, modes, budget, customer, mayEnd, spoken } = props;
  const t = useWords(words);
  const menuId = useId();
  const box = useComposer(props);
  const { draft, mode, menu, files } = box;
  const place = useRef<HTMLDivElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const over = useDrop(place, files.add);
  const hints = { reply: t('replyHint', { name: customer }), note: t('noteHint'), hear: t('hearHint') };
  const add = (chosen: File[]) => chosen.length > 0 && (files.add(chosen), true);
  const pick = (accept: string) => {
    if (!picker.current) return;
    picker.current.accept = accept;
    picker.current.click();
  };
  return (
    <div ref={place} className={classes(style.composer, mode === 'note' && style.note, over && style.over)} data-drop={t('dropHere')} data-dictate>
      {menu.open && menu.drawn && <TriggerMenu id={menuId} query={menu.open.query} choices={menu.choices} at={menu.at} onHover={menu.setAt} onChoose={menu.choose} />}
      <div className={style.tabs}>
        <ModeTabs modes={modes} mode={mode} onTurn={(next) => (box.turnTo(next), box.focus())} />
        <span className="grow" />
        {budget && mode === 'reply' && <BudgetPips budget={budget} />}
      </div>
      <WritingBox
        label={t('box', { what: t(mode) })}
        placeholder={hints[mode]}
        text={draft.text}
        staff={staff}
        onReady={box.ready}
        onWrite={box.wrote}
        onTrigger={menu.onTrigger}
        onKey={box.onKey}
        onFiles={add}
        onBlur={box.flush}
        menu={menu.open && menu.drawn ? { id: menuId, option: menu.choices.list.length > 0 ? optionId(menuId, menu.at) : undefined } : undefined}
      />
      <FileChips files={files} />
      {box.note && <NoteText transcript={box.note.transcript} onWrite={box.amend} />}
      <ComposerBar mode={mode} state={draft.text === '' && box.state !== 'stuck' ? undefined : box.state} obstacle={box.obstacle} sending={box.sending} mayEnd={mayEnd && mode === 'reply'} onSign={box.type} onPick={pick} spoken={spoken?.(box.takeNote)} onSend={(end) => void box.send(end)} />
      <input ref={picker} type="file" multiple hidden aria-label={t('attach')} onChange={({ target }) => (add([...(target.files ?? [])]), (target.value = ''))} />
      {box.macro && conversation && <MacroSheet macro={box.macro} noun="conversation" about={conversation} onClose={() => box.setMacro(undefined)} />}
    </div>
  );
}
